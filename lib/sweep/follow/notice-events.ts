import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { blockTime, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { findReceipt } from "#lib/base/node/receipt-watch.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import type { CheckoutEvent } from "#lib/checkout/events.ts";
import { readState } from "#lib/checkout/state.ts";
import { honourOffer } from "#lib/orders/offer.ts";
import { recordPayment } from "#lib/orders/payment.ts";
import { recordPaid, recordPayTx, recordRefunded, recordSubmitted } from "#lib/orders/record.ts";
import { priceOf, standingOf } from "#lib/shared/standing.ts";

/** A query has 65,535 parameters at most, and an order is some kilobytes long. */
const TOKENS_AT_ONCE = 500;

/** An event only says which order to look at; what is recorded is what the chain says of it then. */
export async function noticeEvents(context: Context, chain: Chain, events: CheckoutEvent[]): Promise<number> {
  const byToken = Map.groupBy(events, (event) => event.token);
  const tokens = [...byToken.keys()];
  let noticed = 0;
  // Anybody may pay for any address, so there may be any number of them.
  for (let start = 0; start < tokens.length; start += TOKENS_AT_ONCE) {
    const known = await context.database.query.orders.findMany({
      where: and(
        eq(orders.chainId, chain.id),
        eq(orders.checkout, chain.checkout),
        inArray(orders.address, tokens.slice(start, start + TOKENS_AT_ONCE)),
      ),
    });
    for (const order of known) {
      const about = byToken.get(order.address) ?? [];
      await noticePayment(context, chain, order, about);
      if (!isNews(order, about)) continue;
      await notice(context, chain, order, about);
      noticed += 1;
    }
  }
  return noticed;
}

/** Names the transaction of a payment that was recorded, or taken, before the log showed it. */
async function noticePayment(
  { database }: Context,
  chain: Chain,
  order: OrderRow,
  events: CheckoutEvent[],
): Promise<void> {
  const paid = lastPayment(order, events);
  if (!paid || order.payTx !== null || (order.paidAt === null && order.status !== "deployed")) return;
  const paidAt = order.paidAt ?? (await blockTime(chain, paid.blockNumber));
  await recordPayTx(database, order, { payTx: paid.tx, paidAt });
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
      if (order.status === "submitted") return order.deployTx !== firstDelivery(order, events)?.tx;
      return order.status !== "deployed";
    case "Refunded":
      return !["refunded", "deployed"].includes(order.status);
  }
}

/** The one that created the token, unless that was before these events. */
function firstDelivery(order: OrderRow, events: CheckoutEvent[]): CheckoutEvent | undefined {
  return events.find((event) => event.name === "Delivered" && event.token === order.address);
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
      await noticeDelivery(context, chain, order, events);
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

/**
 * Notes who delivered, and who had paid where nobody saw it: an order's own history may be too long to find them in.
 * Of two deliveries the earlier one created the token.
 */
async function noticeDelivery(
  { database }: Context,
  chain: Chain,
  order: OrderRow,
  events: CheckoutEvent[],
): Promise<void> {
  const paid = lastPayment(order, events);
  if (paid && order.paidAt === null)
    await recordPaid(database, order, {
      payTx: paid.tx,
      paidAt: await blockTime(chain, paid.blockNumber),
      refundableAt: null,
    });
  const delivered = firstDelivery(order, events);
  if (!delivered) return;
  const known = order.deployTx ? await findReceipt(chain, order.deployTx) : null;
  if (known?.status === "success" && known.blockNumber <= delivered.blockNumber) {
    if (order.status !== "submitted") await recordSubmitted(database, order, known.transactionHash);
    return;
  }
  await recordSubmitted(database, order, delivered.tx);
}
