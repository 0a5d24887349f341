import "server-only";
import { and, eq } from "drizzle-orm";
import { zeroAddress, type Address } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { revertReason } from "#lib/checkout/deliver.ts";
import { quoteNetworkWei } from "#lib/checkout/quote.ts";
import { readState, type CheckoutState } from "#lib/checkout/state.ts";
import { chooseSender } from "#lib/lane/lanes.ts";
import { requireAccepting } from "./accepting.ts";
import { isLate, priceOf, type Offer } from "#lib/shared/standing.ts";

type Priced = Pick<OrderRow, "address" | "checkout" | "salt" | "initcode">;

/**
 * What an order costs now, and until when that holds. A free server offers everything for nothing.
 * @param head the last block: where a chain's clock is ahead of this one, payments are judged by the chain's
 * @param payer whose open payment is all that is left to take, of a token that exists
 */
export async function makeOffer(
  { env, senders }: Context,
  chain: Chain,
  order: Priced,
  head: Head,
  payer?: Address,
): Promise<Offer> {
  const sender = chooseSender(senders, order.address).address;
  const networkWei = chain.serviceFeeWei === 0n ? 0n : await quoteNetworkWei(chain, sender, order, payer);
  const nowSeconds = Math.max(Math.ceil(Date.now() / 1_000), Number(head.timestamp));
  const expiresAt = new Date((nowSeconds + env.QUOTE_SECONDS) * 1_000);
  return { serviceFeeWei: chain.serviceFeeWei, networkWei, expiresAt };
}

/**
 * Offers a placed order anew, if its offer is over by the chain's clock and nothing was paid for it in time. One that
 * was paid, or is on its way to be delivered, keeps its price.
 * @throws {NotAcceptingOrders}
 */
export async function renewOffer(context: Context, chain: Chain, order: OrderRow): Promise<OrderRow> {
  if (!["awaiting_payment", "refunded"].includes(order.status)) return order;
  // A payment made in time is in a block no later than this one.
  const head = await chain.client.getBlock();
  if (!isOver(order, head)) return order;
  const { exists, openWei } = await readState(chain, order, head.number);
  if (exists || openWei > 0n) return order;
  const offer = await makeOffer(context, chain, order, head);
  await requireAccepting(context, chain, { ...order, ...offer });
  return writeOffer(context, order, offer);
}

/**
 * The order with the offer by which its standing is to be judged. It is offered anew where it was paid too late but
 * covers what it costs now, and where it is free and was not asked for in time.
 * @param head the last block, where it is known
 */
export async function honourOffer(
  context: Context,
  chain: Chain,
  order: OrderRow,
  state: CheckoutState,
  head?: Head,
): Promise<OrderRow> {
  if (state.openWei > 0n)
    return isLate(order, state) ? honourLatePayment(context, chain, order, state) : order;
  const isFree = priceOf(order) === 0n && order.status === "awaiting_payment" && !state.exists;
  return isFree ? renewIfOver(context, chain, order, head ?? (await chain.client.getBlock())) : order;
}

async function honourLatePayment(
  context: Context,
  chain: Chain,
  order: OrderRow,
  { exists, openWei, buyer }: CheckoutState,
): Promise<OrderRow> {
  // For a token at most one payment is taken.
  if (exists && buyer !== zeroAddress) return order;
  // Of a token that a stranger has made for nothing only the payment is left to take, which costs less.
  const payer = exists ? order.deployer : undefined;
  const head = await chain.client.getBlock();
  const offer = await unlessReverting(makeOffer(context, chain, order, head, payer));
  return offer && openWei >= priceOf(offer) ? writeOffer(context, order, offer) : order;
}

/** Anybody may make a token, or take a payment back, at any moment: then there is nothing to offer. */
async function unlessReverting(offer: Promise<Offer>): Promise<Offer | null> {
  try {
    return await offer;
  } catch (error) {
    if (revertReason(error) === undefined) throw error;
    return null;
  }
}

type Head = { timestamp: bigint };

async function renewIfOver(context: Context, chain: Chain, order: OrderRow, head: Head): Promise<OrderRow> {
  if (!isOver(order, head)) return order;
  return writeOffer(context, order, await makeOffer(context, chain, order, head));
}

function isOver({ expiresAt }: OrderRow, { timestamp }: Head): boolean {
  return Number(timestamp) * 1_000 > expiresAt.getTime();
}

/** Of several at once one offer is written, and all of them get it. */
async function writeOffer({ database }: Context, order: OrderRow, offer: Offer): Promise<OrderRow> {
  const [written] = await database
    .update(orders)
    .set(offer)
    .where(and(eq(orders.id, order.id), eq(orders.expiresAt, order.expiresAt)))
    .returning();
  if (written) return written;
  const [current] = await database.select().from(orders).where(eq(orders.id, order.id));
  if (!current) throw new NotFound();
  return current;
}
