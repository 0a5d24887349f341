import "server-only";
import { and, eq } from "drizzle-orm";
import type { Address } from "viem";
import { chainOf, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { initcodeOf, tokenAddress } from "#lib/checkout/initcode.ts";
import { readUnplaced, type CheckoutState } from "#lib/checkout/state.ts";
import { saveOrder } from "#lib/orders/place.ts";
import { toColumns } from "#lib/orders/to-order.ts";
import { hasArguments } from "#lib/shared/contract/check-order.ts";
import type { Receipt } from "#lib/shared/contract/receipt.ts";
import type { TokenOrder } from "#lib/shared/order.ts";
import { isPaidFor, recovered } from "./recovered.ts";

/** What the operator vouches for, since nothing here can tell. */
export type Vouched = {
  /** What was paid is enough, however little it is, and nothing is enough for a token that exists. */
  honoursPayment: boolean;
  /** The code is of a former version of the contracts. */
  isFormerCode: boolean;
  /** A former Checkout, which no order of the database is of. */
  formerCheckout: Address | undefined;
};

/** A receipt from which no order is made. The message says why, and what to do. */
export class NotRecovered extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "NotRecovered";
  }
}

/**
 * Has an order again that was paid for and is lost, by the receipt that its payer has kept. A receipt is anybody's word:
 * all that counts is what the chain says of the address that its contents commit to.
 * @returns the order, to be delivered by the sweep where it is not, and whether it was lost
 * @throws {NotRecovered}
 */
export async function recoverByReceipt(
  context: Context,
  receipt: Receipt,
  vouched: Vouched,
): Promise<{ order: OrderRow; created: boolean }> {
  const chain = chainOf(context.chains, receipt.body.chainId);
  const { body, address, checkout, initcode } = receipt;
  const token: TokenOrder = { ...body, owner: body.owner ?? body.deployer };
  const identity = { address, checkout, initcode, salt: token.salt, deployer: token.deployer };
  requireOwnCode(receipt, token, vouched);
  await requireOwnCheckout(context, chain, checkout, vouched);
  const state = await readUnplaced(chain, identity);
  if (!isPaidFor(identity, state) && !(vouched.honoursPayment && state.exists))
    throw new NotRecovered(`Nothing was paid for ${address} by ${token.deployer}, or it went back to them.`);
  const placed = await findSame(context, token, address);
  if (placed && !isWaiting(placed, vouched, state)) return { order: placed, created: false };
  const placedBlock = await chain.client.getBlockNumber();
  const unpriced = { ...toColumns(token), ...identity, placedBlock };
  const found = await recovered(context, chain, unpriced, state, vouched.honoursPayment);
  if (!found) throw new NotRecovered("The node's log shows no payment that covers the fee.");
  if (!placed) return saveOrder(context, found);
  const { payTx, paidAt, refundableAt, status, serviceFeeWei, networkWei, expiresAt } = found;
  const honoured = { payTx, paidAt, refundableAt, status, serviceFeeWei, networkWei, expiresAt };
  const isUnpaid = and(eq(orders.id, placed.id), eq(orders.status, "awaiting_payment"));
  const [order] = await context.database.update(orders).set(honoured).where(isUnpaid).returning();
  return { order: order ?? placed, created: false };
}

/** Whether what is stored waits for more than was paid, which the operator is content with. */
function isWaiting({ status }: OrderRow, { honoursPayment }: Vouched, { openWei }: CheckoutState): boolean {
  return honoursPayment && status === "awaiting_payment" && openWei > 0n;
}

function findSame({ database }: Context, { chainId, deployer }: TokenOrder, address: Address) {
  return database.query.orders.findFirst({
    where: and(eq(orders.chainId, chainId), eq(orders.address, address), eq(orders.deployer, deployer)),
  });
}

function requireOwnCode({ address, checkout, initcode }: Receipt, token: TokenOrder, vouched: Vouched): void {
  if (tokenAddress(checkout, token.salt, initcode) !== address)
    throw new NotRecovered("Its address is not that of its own contents: the receipt was changed.");
  if (initcode === initcodeOf(token)) return;
  if (!hasArguments(initcode, token))
    throw new NotRecovered("Its code makes another token than the one that it shows.");
  if (!vouched.isFormerCode)
    throw new NotRecovered(
      "Its code is not of this version. Where you know it to be of a former one, say so with --former-code.",
    );
}

async function requireOwnCheckout(
  { database }: Context,
  chain: Chain,
  checkout: Address,
  { formerCheckout }: Vouched,
): Promise<void> {
  if (checkout === chain.checkout || checkout === formerCheckout) return;
  const isKnown = await database.query.orders.findFirst({
    columns: { id: true },
    where: and(eq(orders.chainId, chain.id), eq(orders.checkout, checkout)),
  });
  if (!isKnown)
    throw new NotRecovered(
      `Nothing is known of its Checkout ${checkout}. Where it is a former one of yours, say so with --checkout.`,
    );
}
