import "server-only";
import { and, between, eq, inArray, min, notInArray } from "drizzle-orm";
import type { Address, Hex } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { cursors, orders, type OrderRow } from "#lib/base/schema.ts";
import { LOG_RANGE, readEvents, type CheckoutEvent } from "#lib/checkout/events.ts";
import { readState } from "#lib/checkout/state.ts";
import { findReceipt } from "#lib/lane/receipts.ts";
import { honourOffer } from "#lib/orders/offer.ts";
import { recordPayment } from "#lib/orders/payment.ts";
import { recordPayTx, recordRefunded, recordSubmitted, recordWithdrawn } from "#lib/orders/record.ts";
import { priceOf, standingOf } from "#lib/shared/standing.ts";

/** The last blocks are read again each time: a node may lag behind its head, and a reorganisation change them. */
const OVERLAP = 64n;
/** A query has 65,535 parameters at most. */
const TOKENS_AT_ONCE = 1_000;

export type Followed = { events: number; noticed: number; withdrawn: number };

/** Follows the Checkout that orders go to now, and every other one that has an order which may still be paid or made. */
export async function followEvents(context: Context, chain: Chain, signal: AbortSignal): Promise<Followed> {
  const followed = { events: 0, noticed: 0, withdrawn: 0 };
  for (const checkout of await checkoutsOf(context, chain)) {
    const { events, noticed, withdrawn } = await followCheckout(context, { ...chain, checkout }, signal);
    followed.events += events;
    followed.noticed += noticed;
    followed.withdrawn += withdrawn;
  }
  return followed;
}

async function checkoutsOf({ database }: Context, chain: Chain): Promise<Address[]> {
  const former = await database
    .selectDistinct({ checkout: orders.checkout })
    .from(orders)
    .where(and(eq(orders.chainId, chain.id), notInArray(orders.status, ["deployed", "refunded"])));
  return [...new Set([chain.checkout, ...former.map(({ checkout }) => checkout)])];
}

/**
 * Reads what a Checkout has said since it was last asked, and records on the orders what it means: paid,
 * delivered by somebody, refunded, or a delivery that is not there any more. What was recorded so is left for
 * `deploy` to bring to its end, so the cursor never passes an event that is not acted upon. Safe to repeat, and to run
 * in several instances at once.
 */
async function followCheckout(context: Context, chain: Chain, signal: AbortSignal): Promise<Followed> {
  const followed = { events: 0, noticed: 0, withdrawn: 0 };
  const head = await chain.client.getBlockNumber();
  let from = await firstBlock(context, chain, head);
  while (from <= head && !signal.aborted) {
    const to = from + LOG_RANGE - 1n < head ? from + LOG_RANGE - 1n : head;
    const events = await readEvents(chain, chain.checkout, { from, to });
    followed.events += events.length;
    followed.noticed += await noticeEvents(context, chain, events);
    followed.withdrawn += await withdrawDeliveries(context, chain, { from, to, events });
    await saveCursor(context, chain, to);
    from = to + 1n;
  }
  return followed;
}

/** Where to read on; at first from when the oldest order that is not finished was placed. */
async function firstBlock({ database }: Context, chain: Chain, head: bigint): Promise<bigint> {
  const cursor = await database.query.cursors.findFirst({
    where: and(eq(cursors.chainId, chain.id), eq(cursors.checkout, chain.checkout)),
  });
  if (cursor) {
    const next = (cursor.blockNumber < head ? cursor.blockNumber : head) + 1n;
    return next > OVERLAP ? next - OVERLAP : 0n;
  }
  const [oldest] = await database
    .select({ block: min(orders.placedBlock) })
    .from(orders)
    .where(and(ofCheckout(chain), notInArray(orders.status, ["deployed", "refunded"])));
  return oldest?.block ?? (head > OVERLAP ? head - OVERLAP : 0n);
}

async function saveCursor({ database }: Context, chain: Chain, blockNumber: bigint): Promise<void> {
  await database
    .insert(cursors)
    .values({ chainId: chain.id, checkout: chain.checkout, blockNumber })
    .onConflictDoUpdate({ target: [cursors.chainId, cursors.checkout], set: { blockNumber } });
}

/** An event only says which order to look at; what is recorded is what the chain says of it then. */
async function noticeEvents(context: Context, chain: Chain, events: CheckoutEvent[]): Promise<number> {
  const byToken = Map.groupBy(events, (event) => event.token);
  const tokens = [...byToken.keys()];
  let noticed = 0;
  // Anybody may pay for any address, so there may be any number of them.
  for (let start = 0; start < tokens.length; start += TOKENS_AT_ONCE) {
    const known = await context.database.query.orders.findMany({
      where: and(ofCheckout(chain), inArray(orders.address, tokens.slice(start, start + TOKENS_AT_ONCE))),
    });
    for (const order of known) {
      const about = byToken.get(order.address) ?? [];
      const paid = lastPayment(order, about);
      if (paid && order.paidAt !== null && order.payTx === null)
        await recordPayTx(context.database, order, paid.tx);
      if (!isNews(order, about)) continue;
      await notice(context, chain, order, about);
      noticed += 1;
    }
  }
  return noticed;
}

/** Whether the last thing that was said of an order is not what its status says. */
function isNews(order: OrderRow, events: CheckoutEvent[]): boolean {
  const last = events.findLast((event) => isAbout(order, event));
  switch (last?.name) {
    case undefined:
      return false;
    case "Paid":
      return ["awaiting_payment", "refunded"].includes(order.status) && last.amountWei >= priceOf(order);
    case "Delivered":
      return !["submitted", "deployed"].includes(order.status);
    case "Refunded":
      return !["refunded", "deployed"].includes(order.status);
  }
}

function lastPayment(order: OrderRow, events: CheckoutEvent[]): CheckoutEvent | undefined {
  return events.findLast((event) => event.name === "Paid" && isAbout(order, event));
}

/** What others pay for a token, or take back, is nothing to the order; that they create it is. */
function isAbout(order: OrderRow, { token, payer, name }: CheckoutEvent): boolean {
  return token === order.address && (name === "Delivered" || payer === order.deployer);
}

async function notice(
  context: Context,
  chain: Chain,
  order: OrderRow,
  events: CheckoutEvent[],
): Promise<void> {
  const { database } = context;
  const state = await readState(chain, order);
  const offered = await honourOffer(context, chain, order, state);
  const standing = standingOf(offered, state);
  switch (standing) {
    case "delivered": {
      const delivered = events.find((event) => event.name === "Delivered" && event.token === order.address);
      if (delivered) await recordSubmitted(database, order, delivered.tx);
      return;
    }
    case "paid": {
      await recordPayment(database, order, state, lastPayment(order, events)?.tx ?? null);
      return;
    }
    case "refunded":
      await recordRefunded(database, order);
      return;
    case "underpaid":
    case "unpaid":
      return;
    default:
      throw new Error("unknown standing", { cause: standing satisfies never });
  }
}

/** Orders are deployed in these blocks, by our record, of which the log knows nothing. */
async function withdrawDeliveries(
  { database, log }: Context,
  chain: Chain,
  { from, to, events }: { from: bigint; to: bigint; events: CheckoutEvent[] },
): Promise<number> {
  const recorded = await database.query.orders.findMany({
    where: and(ofCheckout(chain), eq(orders.status, "deployed"), between(orders.blockNumber, from, to)),
  });
  let withdrawn = 0;
  for (const order of recorded) {
    const isThere = events.some(
      ({ tx, blockNumber }) => tx === order.deployTx && blockNumber === order.blockNumber,
    );
    if (isThere || !order.deployTx || (await isInBlock(chain, order.deployTx, order.blockNumber))) continue;
    if (!(await recordWithdrawn(database, order))) continue;
    log.warn({ token: order.address, hash: order.deployTx }, "delivery removed by a reorganisation");
    withdrawn += 1;
  }
  return withdrawn;
}

async function isInBlock(chain: Chain, hash: Hex, blockNumber: bigint | null): Promise<boolean> {
  return (await findReceipt(chain, hash))?.blockNumber === blockNumber;
}

function ofCheckout({ id, checkout }: Chain) {
  return and(eq(orders.chainId, id), eq(orders.checkout, checkout));
}
