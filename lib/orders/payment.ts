import "server-only";
import { blockTime, type Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import type { CheckoutState } from "#lib/checkout/state.ts";
import { recordPaid } from "./record.ts";

/** The last payment that was made for an order, as it is recorded. */
export async function paymentOf(chain: Chain, { paid, paidAt, refundableAt, blockNumber }: CheckoutState) {
  return {
    payTx: paid?.tx ?? null,
    paidAt: paidAt ?? (await blockTime(chain, paid?.blockNumber ?? blockNumber)),
    refundableAt,
  };
}

/** Records the open payment, where the record differs from what stands on chain, as after a reorganisation. */
export async function recordPayment(
  writer: Queryable,
  chain: Chain,
  order: OrderRow,
  state: CheckoutState,
): Promise<OrderRow> {
  const { paid, refundableAt, openWei } = state;
  const isNews =
    order.paidAt === null ||
    (paid !== null && order.payTx !== paid.tx) ||
    order.refundableAt?.getTime() !== refundableAt?.getTime();
  return openWei > 0n && isNews ? recordPaid(writer, order, await paymentOf(chain, state)) : order;
}
