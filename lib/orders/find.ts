import "server-only";
import { and, eq } from "drizzle-orm";
import type { Address } from "viem";
import { chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import type { TokenOrder } from "#lib/shared/order.ts";

/** @throws {NotFound} */
export async function findOrder(
  context: Context,
  reference: { token: Address; chainId?: number | undefined },
): Promise<OrderRow> {
  const chain = chainOf(context.chains, reference.chainId);
  const order = await context.database.query.orders.findFirst({
    where: and(eq(orders.chainId, chain.id), eq(orders.address, reference.token)),
  });
  if (!order) throw new NotFound();
  return order;
}

/** The order that has taken a salt on a chain, if there is one. */
export function findBySalt(
  context: Context,
  { chainId, salt }: Pick<TokenOrder, "chainId" | "salt">,
): Promise<OrderRow | undefined> {
  return context.database.query.orders.findFirst({
    where: and(eq(orders.chainId, chainId), eq(orders.salt, salt)),
  });
}
