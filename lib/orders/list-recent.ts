import "server-only";
import { and, desc, inArray, sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import { orders } from "#lib/base/schema.ts";
import type { Order } from "#lib/shared/order.ts";
import { toListedOrder } from "./to-order.ts";

type Page = { cursor: bigint | null; limit: number };

/**
 * Tokens that exist, made last first, on the chains that this server still serves; without initcode. `next` is the
 * cursor of the following page, null on the last. A cursor whose token is gone, as after a reorganisation, has no page.
 */
export async function listRecent(
  { database, chains }: Context,
  { cursor, limit }: Page,
): Promise<{ tokens: Order[]; next: string | null }> {
  const rows = await database.query.orders.findMany({
    columns: { initcode: false },
    where: and(
      // As the index has it.
      sql`${orders.status} = 'deployed'`,
      inArray(
        orders.chainId,
        chains.map(({ id }) => id),
      ),
      cursor === null ? undefined : isBefore(cursor),
    ),
    orderBy: [desc(orders.deployedAt), desc(orders.id)],
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    tokens: page.map((row) => toListedOrder(row)),
    next: rows.length > limit ? String(page.at(-1)?.id) : null,
  };
}

/** As a range of the index; by the very moment in the database, which a date of JavaScript's would round. */
function isBefore(cursor: bigint) {
  const moment = sql`select last.deployed_at from ${orders} as last where last.id = ${cursor} and last.status = 'deployed'`;
  return sql`(${orders.deployedAt}, ${orders.id}) < ((${moment}), ${cursor})`;
}
