import "server-only";
import { and, desc, gte, lt, sql } from "drizzle-orm";
import type { Address } from "viem";
import type { Context } from "#lib/base/context.ts";
import { isListed, orders } from "#lib/base/schema.ts";
import type { Order } from "#lib/shared/order.ts";
import { positionOf } from "./positions.ts";
import { toListedOrder } from "./to-order.ts";

type Page = { deployer?: Address | undefined; cursor?: bigint | undefined; limit: number };

/** Above every id. */
const LAST_ID = 2n ** 63n - 1n;

/** Orders that were paid for, or made for nothing, newest first and without initcode. `next` is the cursor of the following page, null on the last. */
export async function listOrders(
  context: Context,
  { deployer, cursor = LAST_ID, limit }: Page,
): Promise<{ tokens: Order[]; next: string | null }> {
  const { where, orderBy } = deployer === undefined ? ofAll(cursor) : ofWallet(deployer, cursor);
  const rows = await context.database.query.orders.findMany({
    columns: { initcode: false },
    where: and(isListed(orders), where),
    orderBy,
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const tokens = await Promise.all(
    page.map(async (row) => toListedOrder(row, { position: await positionOf(context, row) })),
  );
  return { tokens, next: rows.length > limit ? String(page.at(-1)?.id) : null };
}

function ofAll(cursor: bigint) {
  return { where: lt(orders.id, cursor), orderBy: [desc(orders.id)] };
}

/**
 * Asked for as a range of the index by wallet: of a wallet with many orders the database would rather look through
 * everybody's, newest first, which takes it long where that wallet's are old.
 */
function ofWallet(deployer: Address, cursor: bigint) {
  return {
    where: and(
      gte(orders.deployer, deployer),
      sql`(${orders.deployer}, ${orders.id}) < (${deployer}, ${cursor})`,
    ),
    orderBy: [desc(orders.deployer), desc(orders.id)],
  };
}
