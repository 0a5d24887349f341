import "server-only";
import { isAddressEqual, zeroAddress, type TransactionReceipt } from "viem";
import { blockTime, type Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import { ChainUnavailable } from "#lib/base/errors.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { readCheckout, type CheckoutState } from "#lib/checkout/state.ts";
import { findReceipt } from "#lib/lane/receipts.ts";
import { paymentOf } from "#lib/orders/payment.ts";
import { recordDeployed } from "#lib/orders/record.ts";

/**
 * The receipt of what created an order's token. A delivery that came after another one has only taken the payment.
 * @param delivery the receipt of the delivery that took it
 * @throws {ChainUnavailable} if the node's log does not show the creation yet
 */
export async function findCreation(
  chain: Chain,
  order: OrderRow,
  delivery: TransactionReceipt,
): Promise<TransactionReceipt> {
  if (delivery.logs.some((log) => isAddressEqual(log.address, order.address))) return delivery;
  const { created } = await readCheckout(chain, order);
  const creation = created && (await findReceipt(chain, created.tx));
  if (!creation) throw new ChainUnavailable(new Error(`The log has no creation of ${order.address}.`));
  return creation;
}

/** Records on an order that its token exists, with its payment where that is not recorded yet. */
export async function recordCreation(
  writer: Queryable,
  chain: Chain,
  order: OrderRow,
  { state, creation }: { state: CheckoutState; creation: TransactionReceipt },
): Promise<OrderRow> {
  const isStranded = state.openWei > 0n && state.buyer !== zeroAddress;
  return recordDeployed(writer, order, {
    ...(state.paid && order.payTx !== state.paid.tx ? await paymentOf(chain, state) : {}),
    refundableAt: isStranded ? state.refundableAt : null,
    deployTx: creation.transactionHash,
    blockNumber: creation.blockNumber,
    deployedAt: await blockTime(chain, creation.blockNumber),
  });
}
