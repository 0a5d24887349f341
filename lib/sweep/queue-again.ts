import "server-only";
import { and, asc, eq, isNotNull, sql, type SQL } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { recentGasPrice } from "#lib/base/node/gas-price.ts";
import { orders } from "#lib/base/schema.ts";
import { recordAllQueued } from "#lib/orders/record.ts";
import { queueOf, QueueUnavailable } from "#lib/queue/order-queue.ts";
import type { Counts } from "./counts.ts";
import { deliverOrders } from "./deliver-orders.ts";
import { isDue } from "./due.ts";

/** More than this many are not looked at in one pass; the others are as soon as these are fewer. */
const MOST = 5_000;
const BATCH = 500;

/** Has workers deliver what is to be delivered; while the queue is out of reach it is delivered without it. */
export async function queueOrDeliver(context: Context, chain: Chain, signal: AbortSignal): Promise<Counts> {
  try {
    return { queued: await queueAgain(context, chain) };
  } catch (error) {
    if (!(error instanceof QueueUnavailable)) throw error;
    context.log.warn({ chainId: chain.id, err: error.cause }, "orders are delivered without the queue");
    return deliverOrders(context, chain, signal);
  }
}

/**
 * Puts into the queue what is to be delivered and not in it: what was paid while nobody asked, what is to be tried again,
 * and all of it after the queue has lost everything. The database says what is to be delivered.
 * @returns how many were put in
 * @throws {QueueUnavailable}
 */
async function queueAgain(context: Context, chain: Chain): Promise<number> {
  const queue = queueOf(context);
  const wanted = isToBeDelivered(chain.id, await recentGasPrice(chain));
  const [known, due] = [await queue.count(chain.id), await countOf(context, wanted)];
  if (known >= due) return 0;
  const rows = await context.database.query.orders.findMany({
    columns: { id: true, chainId: true, address: true },
    where: wanted,
    orderBy: [asc(sql`coalesce(${orders.queuedAt}, now())`), asc(orders.id)],
    limit: MOST,
  });
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await recordAllQueued(context.database, batch);
    await queue.add(chain.id, batch);
  }
  return rows.length - known;
}

/** What is due, and what costs nothing and was asked for, of which only its place in the queue says so. */
function isToBeDelivered(chainId: number, pricePerGas: bigint): SQL | undefined {
  const isAsked = and(eq(orders.chainId, chainId), isNotNull(orders.queuedAt));
  return sql`(${isDue(chainId, pricePerGas)} or ${isAsked})`;
}

async function countOf({ database }: Context, wanted: SQL | undefined): Promise<number> {
  const first = database.select({ id: orders.id }).from(orders).where(wanted).limit(MOST).as("first");
  const [row] = await database.select({ count: sql<number>`count(*)::int` }).from(first);
  return row?.count ?? 0;
}
