import "server-only";
import { createHash } from "node:crypto";
import { eq, getTableColumns, sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import { orders } from "#lib/base/schema.ts";
import { progress } from "#lib/base/side-tables.ts";
import { currentStep } from "#lib/deploy/step-record.ts";
import { positionOf } from "#lib/orders/positions.ts";
import { toListedOrder } from "#lib/orders/to-order.ts";
import { readPublications } from "#lib/publish/read.ts";
import type { Order } from "#lib/shared/order.ts";

/** `<chain id> <address>`, as the database names an order that has changed. */
export type OrderKey = `${number} ${string}`;

/** An order at one moment, without its code. */
export type Snapshot = {
  /** The same for two that are equal, and for no others. */
  version: string;
  order: Omit<Order, "initcode">;
};

export function keyOf({ chainId, address }: Pick<Order, "chainId" | "address">): OrderKey {
  return `${chainId} ${address}`;
}

export function snapshotOf(order: Omit<Order, "initcode">): Snapshot {
  const version = createHash("sha256").update(JSON.stringify(order)).digest("base64url").slice(0, 22);
  return { version, order };
}

/** Reads many orders in one query; those that are not there are left out. */
export async function readSnapshots(
  context: Context,
  keys: readonly OrderKey[],
): Promise<Map<OrderKey, Snapshot>> {
  const { database, env } = context;
  const { initcode: _, ...columns } = getTableColumns(orders);
  const pairs = keys.map((key) => key.split(" "));
  const chainIds = sql.param(pairs.map(([chainId]) => chainId));
  const addresses = sql.param(pairs.map(([, address]) => address));
  const rows = await database
    .select({ row: columns, done: { step: progress.step, at: progress.at } })
    .from(orders)
    .leftJoin(progress, eq(progress.orderId, orders.id))
    .where(
      sql`(${orders.chainId}, ${orders.address}) in (select * from unnest(${chainIds}::bigint[], ${addresses}::text[]))`,
    );
  const publications = await readPublications(
    context,
    rows.map(({ row }) => row),
  );
  const snapshots = rows.map(async ({ row, done }): Promise<[OrderKey, Snapshot]> => {
    const now = {
      step: currentStep(env, row, done ?? undefined),
      position: await positionOf(context, row),
      publications: publications.get(row.id),
    };
    return [keyOf(row), snapshotOf(toListedOrder(row, now))];
  });
  return new Map(await Promise.all(snapshots));
}
