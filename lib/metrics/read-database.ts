import "server-only";
import { and, count, inArray, isNull, sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import { orders, transactions } from "#lib/base/schema.ts";
import { cursors } from "#lib/base/side-tables.ts";
import { undeliveredState } from "./undelivered-state.ts";

export type DatabaseReading = Awaited<ReturnType<typeof readDatabase>>;

/** What is unfinished, by chain. It reads what is unfinished only, however many orders there have been. */
export async function readDatabase({ database, chains }: Context) {
  const ids = chains.map(({ id }) => id);
  const [undelivered, lanes, followed] = await Promise.all([
    database
      .select({
        chainId: orders.chainId,
        state: undeliveredState,
        count: count(),
        // What costs nothing is not paid.
        oldestSeconds:
          sql`extract(epoch from now() - min(coalesce(${orders.paidAt}, ${orders.createdAt})))`.mapWith(
            Number,
          ),
      })
      .from(orders)
      .where(and(inArray(orders.chainId, ids), inArray(orders.status, ["paid", "submitted", "failed"])))
      .groupBy(orders.chainId, undeliveredState),
    database
      .select({
        chainId: transactions.chainId,
        sender: transactions.sender,
        nonces: sql<number[]>`array_agg(${transactions.nonce}::int order by ${transactions.nonce})`,
        oldestSeconds: sql`extract(epoch from now() - min(${transactions.createdAt}))`.mapWith(Number),
      })
      .from(transactions)
      .where(and(inArray(transactions.chainId, ids), isNull(transactions.outcome)))
      .groupBy(transactions.chainId, transactions.sender),
    database.query.cursors.findMany({ where: inArray(cursors.chainId, ids) }),
  ]);
  return { undelivered, lanes, cursors: followed };
}
