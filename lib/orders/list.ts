import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import type { Address } from "viem";
import type { Context } from "#lib/base/context.ts";
import { isListed, orders } from "#lib/base/schema.ts";
import type { Order } from "#lib/shared/order.ts";
import { toListedOrder } from "./to-order.ts";

type Page = { deployer?: Address | undefined; cursor?: bigint | undefined; limit: number };

/** Orders that were paid for, or made for nothing, newest first and without initcode. `next` is the cursor of the following page, null on the last. */
export async function listOrders(
  context: Context,
  { deployer, cursor, limit }: Page,
): Promise<{ tokens: Order[]; next: string | null }> {
  const rows = await context.database.query.orders.findMany({
    columns: { initcode: false },
    where: and(
      isListed(orders),
      deployer && eq(orders.deployer, deployer),
      cursor === undefined ? undefined : lt(orders.id, cursor),
    ),
    orderBy: desc(orders.id),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const tokens = page.map((row) => toListedOrder(row));
  return { tokens, next: rows.length > limit ? String(page.at(-1)?.id) : null };
}
