import "server-only";
import { and, eq, notExists } from "drizzle-orm";
import { blockTime, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { transact } from "#lib/base/db.ts";
import { forAMoment } from "#lib/base/moment.ts";
import { orders, transactions, type NewOrderRow, type OrderRow } from "#lib/base/schema.ts";
import { progress } from "#lib/base/side-tables.ts";
import { findFirstDelivery, findPayment, type CheckoutEvent, type Mined } from "#lib/checkout/events.ts";
import { deliveryCostWei } from "#lib/checkout/quote.ts";
import { readState, type CheckoutState } from "#lib/checkout/state.ts";
import { chooseSender } from "#lib/lane/lanes.ts";
import { makeOffer } from "#lib/orders/offer.ts";

/** An order that is not stored, without its price. */
export type Unpriced = Omit<NewOrderRow, "serviceFeeWei" | "networkWei" | "expiresAt">;

/** Whether the chain holds, or its Checkout has taken, a payment of the wallet that an order names for it. */
export function isPaidFor({ deployer }: Pick<NewOrderRow, "deployer">, state: CheckoutState): boolean {
  return state.openWei > 0n || state.buyer === deployer;
}

/** Whether an order comes from what the chain says, and not from somebody who has just thought of it. */
export function isRecovered({ status = "awaiting_payment" }: NewOrderRow): boolean {
  return status !== "awaiting_payment";
}

/**
 * An order that was paid for and that the database does not know, as after a restored backup: with what the chain says of
 * it, so that it is delivered, or recorded as delivered, like any other. Its price is what was paid, where that covers the
 * fee and what delivering costs now; else it has come too late for a price that is not known any more.
 * @param honours whether what was paid is enough, however little it is, and nothing for a token that exists
 * @returns null if its token exists, and its payment did not cover the fee: it was no order of this server's
 */
export async function recovered(
  context: Context,
  chain: Chain,
  order: Unpriced,
  state: CheckoutState,
  honours = false,
): Promise<NewOrderRow | null> {
  // Nothing is left to be made of it, and what is there to be taken is too little.
  if (state.exists && state.openWei > 0n && !honours && state.openWei < chain.serviceFeeWei) return null;
  const { paid, delivery } = await readHistory(chain, order, state);
  const since = [paid, delivery].flatMap((event) => event?.blockNumber ?? []);
  const placedBlock = since.reduce((first, block) => (block < first ? block : first), order.placedBlock);
  const known = { ...order, placedBlock, payTx: paid?.tx ?? null };
  if (state.openWei > 0n && state.paidAt) {
    const { paidAt, refundableAt } = state;
    const offer = await offerFor(context, chain, order, { ...state, paidAt }, honours);
    return offer.isHonoured
      ? { ...known, ...offer.prices, status: "paid", paidAt, refundableAt }
      : { ...order, ...offer.prices, placedBlock };
  }
  const isEnough = paid !== null && paid.amountWei >= chain.serviceFeeWei;
  if (!delivery || !(honours || isEnough)) return null;
  const paidAt = paid && (await blockTime(chain, paid.blockNumber));
  const prices = pricesOf(paid?.amountWei ?? 0n, chain, paidAt ?? new Date());
  return { ...known, ...prices, status: "submitted", deployTx: delivery.tx, paidAt };
}

type History = { paid: CheckoutEvent | null; delivery: Mined | null };

/** Whoever has paid a wei may ask for it as often as they like. */
const lately = forAMoment<History>();

/** Who has paid for an order, and what has delivered it, as far back as the node's log is read for one order. */
function readHistory(chain: Chain, order: Unpriced, { exists, openWei }: CheckoutState): Promise<History> {
  const source = { ...order, placedBlock: 0n };
  return lately(chain, `${order.address} ${order.deployer} ${openWei}`, async () => {
    const isDelivered = exists && openWei === 0n;
    const [paid, delivery] = await Promise.all([
      findPayment(chain, source),
      isDelivered ? findFirstDelivery(chain, source) : null,
    ]);
    return { paid, delivery };
  });
}

type Prices = Pick<NewOrderRow, "serviceFeeWei" | "networkWei" | "expiresAt">;

/** What an order costs that has an open payment, and whether that pays for it. */
async function offerFor(
  context: Context,
  chain: Chain,
  order: Unpriced,
  { exists, openWei, paidAt }: CheckoutState & { paidAt: Date },
  honours: boolean,
): Promise<{ isHonoured: boolean; prices: Prices }> {
  const { address: sender } = chooseSender(context.senders, order.address);
  // What somebody else has made for nothing only has its payment taken.
  const costWei = exists || honours ? 0n : await deliveryCostWei(chain, sender, order);
  if (honours || covers(openWei, { serviceFeeWei: chain.serviceFeeWei, costWei }))
    return { isHonoured: true, prices: pricesOf(openWei, chain, paidAt) };
  const offer = await makeOffer(context, chain, order, await chain.client.getBlock());
  return { isHonoured: false, prices: { ...offer, expiresAt: new Date(paidAt.getTime() - 1_000) } };
}

/** Whether a payment of which it is not known what was to be paid is enough, without the head-room that a price has. */
export function covers(
  openWei: bigint,
  { serviceFeeWei, costWei }: { serviceFeeWei: bigint; costWei: bigint },
): boolean {
  return openWei >= serviceFeeWei + (serviceFeeWei === 0n ? 0n : costWei);
}

/** An amount as a price: the fee first, and the rest for the network. */
function pricesOf(amountWei: bigint, { serviceFeeWei }: Chain, expiresAt: Date): Prices {
  const fee = serviceFeeWei < amountWei ? serviceFeeWei : amountWei;
  return { serviceFeeWei: fee, networkWei: amountWei - fee, expiresAt };
}

/**
 * Removes an order that is in the way of one that was paid for, unless it was paid or journaled itself: its salt was
 * another's before it was lost. @returns whether it is gone
 */
export async function makeRoom({ database, chains }: Context, placed: OrderRow): Promise<boolean> {
  const chain = chains.find(({ id }) => id === placed.chainId);
  if (!chain || isPaidFor(placed, await readState(chain, placed))) return false;
  return removeUnpaid(database, placed);
}

function removeUnpaid(database: Context["database"], { id }: OrderRow): Promise<boolean> {
  return transact(database, async (transaction) => {
    const journaled = transaction.select().from(transactions).where(eq(transactions.orderId, id));
    const isUnpaid = and(eq(orders.id, id), eq(orders.status, "awaiting_payment"), notExists(journaled));
    const [held] = await transaction.select({ id: orders.id }).from(orders).where(isUnpaid).for("update");
    if (!held) return false;
    await transaction.delete(progress).where(eq(progress.orderId, id));
    await transaction.delete(orders).where(eq(orders.id, id));
    return true;
  });
}
