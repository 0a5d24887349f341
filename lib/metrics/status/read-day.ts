import "server-only";
import { and, desc, inArray, sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import { orders } from "#lib/base/schema.ts";
import type { DeployHour } from "#lib/shared/status/status.ts";

/** Of more than these only the last are looked at. */
const MOST = 20_000;

/** How many tokens were made in each hour of the last day, and how long after their payment; hours without any are left out. */
export async function readDay({ database, chains }: Context): Promise<DeployHour[]> {
  const ids = chains.map(({ id }) => id);
  const made = database
    .select({ deployedAt: orders.deployedAt, paidAt: orders.paidAt })
    .from(orders)
    .where(
      and(
        // As the index has it.
        sql`${orders.status} = 'deployed'`,
        sql`${orders.deployedAt} > now() - interval '24 hours'`,
        inArray(orders.chainId, ids),
      ),
    )
    .orderBy(desc(orders.deployedAt), desc(orders.id))
    .limit(MOST)
    .as("made");
  const at = sql<Date>`date_trunc('hour', ${made.deployedAt})`.mapWith(orders.deployedAt);
  const within = (part: number) =>
    sql<
      number | null
    >`percentile_cont(${part}::float8) within group (order by greatest(0, extract(epoch from ${made.deployedAt} - ${made.paidAt})))
      filter (where ${made.paidAt} is not null)`;
  const hours = await database
    .select({
      at,
      deployed: sql<number>`count(*)::int`,
      medianSeconds: within(0.5),
      mostSeconds: within(0.95),
    })
    .from(made)
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  return hours.map((hour) => {
    const { deployed, medianSeconds, mostSeconds } = hour;
    return { at: hour.at.toISOString(), deployed, medianSeconds, mostSeconds };
  });
}
