import "server-only";
import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { Address } from "viem";
import type { Context } from "#lib/base/context.ts";
import { forAMoment } from "#lib/base/moment.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";

/** Who is further back is told this, which means that many or more. */
const MOST = 10_000;

type InQueue = Pick<OrderRow, "chainId" | "address" | "queuedAt">;
type Positions = ReadonlyMap<Address, number>;

const lately = forAMoment<Positions>();
const none: Positions = new Map();

/** The places of a chain's orders in the queue, the first being 1. Read at most once a second, however many ask. */
export function recentPositions(context: Context, chainId: number): Promise<Positions> {
  if (context.env.DEPLOY_STRATEGY !== "queue") return Promise.resolve(none);
  return lately(context.database, String(chainId), () => readPositions(context, chainId));
}

async function readPositions({ database }: Context, chainId: number): Promise<Positions> {
  const rows = await database.query.orders.findMany({
    columns: { address: true },
    where: and(eq(orders.chainId, chainId), isNotNull(orders.queuedAt)),
    orderBy: [asc(orders.queuedAt), asc(orders.id)],
    limit: MOST - 1,
  });
  return new Map(rows.map(({ address }, index) => [address, index + 1]));
}

/** Where an order stands by what was read lately; null where it is not in the queue. */
export async function positionOf(context: Context, order: InQueue): Promise<number | null> {
  if (order.queuedAt === null || context.env.DEPLOY_STRATEGY !== "queue") return null;
  const positions = await recentPositions(context, order.chainId);
  // It has come since then, or is further back than anybody counts.
  return positions.get(order.address) ?? positions.size + 1;
}

/** The same as of now; 1 for what waits no more. */
export async function exactPosition({ database }: Context, order: OrderRow): Promise<number> {
  const { chainId, queuedAt, id } = order;
  if (queuedAt === null) return 1;
  const before = database
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.chainId, chainId),
        sql`(${orders.queuedAt}, ${orders.id}) < (${queuedAt.toISOString()}::timestamptz, ${id})`,
      ),
    )
    .limit(MOST - 1)
    .as("before");
  const [row] = await database.select({ count: sql<number>`count(*)::int` }).from(before);
  return (row?.count ?? 0) + 1;
}
