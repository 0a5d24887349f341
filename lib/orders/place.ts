import "server-only";
import { isDeepStrictEqual } from "node:util";
import { bytesToHex } from "viem";
import { chainOf, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { Conflict } from "#lib/base/errors/order-errors.ts";
import { InvalidRequest } from "#lib/base/errors/request-errors.ts";
import { unsettledBlocks } from "#lib/base/node/pace.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { initcodeOf, tokenAddress } from "#lib/checkout/initcode.ts";
import { readUnplaced, type CheckoutState } from "#lib/checkout/state.ts";
import { skeleton } from "#lib/shared/names/skeleton.ts";
import type { OrderBody } from "#lib/shared/order-body.ts";
import type { TokenOrder } from "#lib/shared/order.ts";
import { requireAccepting } from "./accepting.ts";
import { findBySalt } from "./find.ts";
import { makeOffer, renewOffer } from "./offer.ts";
import { isPaidFor, isRecovered, makeRoom, recovered, type Unpriced } from "./recovery/recovered.ts";
import { fromColumns, isStored, toColumns, type QuotedOrder } from "./to-order.ts";

const OTHER_ORDER = "This salt belongs to another order. Choose another salt, or send the same order.";
const PAID = "This order is paid already. Place it, and nothing has to be paid again.";
const TAKEN = "A token exists at this address already. Choose another salt.";

/**
 * Stores an order before anybody is asked for money. The same body with the same salt is the same order, offered anew
 * where its offer is over.
 */
export async function placeOrder(
  context: Context,
  body: OrderBody,
): Promise<{ order: OrderRow; created: boolean }> {
  const quoted = await quoteOrder(context, body);
  if (!isStored(quoted)) return saveOrder(context, quoted);
  const chain = chainOf(context.chains, quoted.chainId);
  return { order: await renewOffer(context, chain, quoted), created: false };
}

/**
 * The order that this body stands for: the stored one where it was placed before, else what it would be, with its address and
 * price, of which nothing is stored yet. What was paid for already is what was paid for, whoever has lost it.
 *
 * @throws {Conflict} if the salt belongs to another order, or a token exists at the address already
 * @throws {NotAcceptingOrders} if it is new, and could not be delivered if it were paid now
 * @throws {InvalidRequest} if this server makes no token with the symbol; what was placed before stays as it is
 */
export function quoteOrder(context: Context, body: OrderBody): Promise<QuotedOrder> {
  return quote(context, body, (chain, order, state) => recovered(context, chain, order, state));
}

/** What becomes of an order that the chain knows of, and the database does not. @returns null if nothing does */
type WhenPaid = (chain: Chain, order: Unpriced, state: CheckoutState) => Promise<QuotedOrder | null>;

async function quote(context: Context, body: OrderBody, whenPaid: WhenPaid): Promise<QuotedOrder> {
  const chain = chainOf(context.chains, body.chainId);
  const salt = body.salt ?? bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  const order: TokenOrder = { ...body, owner: body.owner ?? body.deployer, chainId: chain.id, salt };
  let isTaken = false;
  if (body.salt) {
    const placed = await findBySalt(context, order);
    if (placed && isSame(placed, order)) return placed;
    // What is not paid yields to what is.
    if (placed && placed.status !== "awaiting_payment") throw new Conflict(OTHER_ORDER);
    isTaken = placed !== undefined;
  }
  requireAllowed(context, order);
  const initcode = initcodeOf(order);
  const address = tokenAddress(chain.checkout, salt, initcode);
  const delivery = { address, checkout: chain.checkout, salt, initcode, deployer: order.deployer };
  const [state, head, unsettled] = await Promise.all([
    readUnplaced(chain, delivery),
    chain.client.getBlock(),
    unsettledBlocks(chain),
  ]);
  // A reorganisation may move what comes after an order to a block a little before it.
  const placedBlock = head.number > unsettled ? head.number - unsettled : 0n;
  const placed = { ...toColumns(order), ...delivery, placedBlock };
  const known = isPaidFor(delivery, state) ? await whenPaid(chain, placed, state) : null;
  if (known) return known;
  if (isTaken) throw new Conflict(OTHER_ORDER);
  if (state.exists) throw new Conflict(TAKEN);
  const offer = await makeOffer(context, chain, delivery, head);
  await requireAccepting(context, chain, { ...delivery, ...offer });
  return { ...placed, ...offer };
}

/**
 * The same for who is about to pay: an order that was placed and is not paid yet is looked at anew.
 * @throws {NotAcceptingOrders | Conflict | InvalidRequest} as {@link quoteOrder}
 */
export async function quoteForPayment(context: Context, body: OrderBody): Promise<QuotedOrder> {
  const quoted = await quote(context, body, async () => {
    throw new Conflict(PAID);
  });
  if (isStored(quoted) && quoted.status === "awaiting_payment")
    await requireAccepting(context, chainOf(context.chains, quoted.chainId), quoted);
  return quoted;
}

/** Stores a quoted order; of two at once that are the same order, one is stored and both get it. @throws {Conflict} */
export async function saveOrder(
  context: Context,
  quoted: QuotedOrder,
): Promise<{ order: OrderRow; created: boolean }> {
  if (isStored(quoted)) return { order: quoted, created: false };
  const [created] = await context.database.insert(orders).values(quoted).onConflictDoNothing().returning();
  if (created) return { order: created, created: true };
  const placed = await findBySalt(context, quoted);
  if (!placed) throw new Conflict(TAKEN);
  // The same of another Checkout is not what was paid for.
  const isElsewhere = isRecovered(quoted) && placed.address !== quoted.address;
  if (!isElsewhere && isSame(placed, fromColumns(quoted))) return { order: placed, created: false };
  if (!isRecovered(quoted) || !(await makeRoom(context, placed))) throw new Conflict(OTHER_ORDER);
  return saveOrder(context, quoted);
}

function requireAllowed({ env }: Context, { symbol }: TokenOrder): void {
  if (env.DENY_SYMBOLS.some((denied) => skeleton(denied) === skeleton(symbol)))
    throw new InvalidRequest([
      { path: "symbol", message: "This server makes no token with this symbol, or one that looks like it." },
    ]);
}

function isSame(placed: OrderRow, order: TokenOrder): boolean {
  return isDeepStrictEqual(toColumns(fromColumns(placed)), toColumns(order));
}
