import "server-only";
import { and, asc, inArray, sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import { orders } from "#lib/base/schema.ts";
import { undeliveredState } from "#lib/metrics/undelivered-state.ts";
import type { UndeliveredOrder } from "#lib/shared/status/status.ts";

/** More than these nobody looks at one by one. */
const MOST = 20;

/** The orders that are paid and have no token, the longest waiting first. */
export async function readUndelivered({ database, chains }: Context): Promise<UndeliveredOrder[]> {
  const ids = chains.map(({ id }) => id);
  // What costs nothing is not paid.
  const since = sql`coalesce(${orders.paidAt}, ${orders.createdAt})`;
  return database
    .select({
      address: orders.address,
      chainId: orders.chainId,
      state: undeliveredState,
      seconds: sql<number>`greatest(0, extract(epoch from now() - ${since}))`.mapWith(Number),
      failure: orders.failure,
    })
    .from(orders)
    .where(and(inArray(orders.chainId, ids), inArray(orders.status, ["paid", "submitted", "failed"])))
    .orderBy(asc(since))
    .limit(MOST);
}
