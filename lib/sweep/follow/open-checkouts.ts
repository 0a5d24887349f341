import "server-only";
import { sql } from "drizzle-orm";
import type { Address } from "viem";
import type { Database } from "#lib/base/db.ts";
import { orders } from "#lib/base/schema.ts";

/**
 * The Checkouts on a chain that have an order which may still be paid or made. Each is looked up from the one before it
 * in the index, so that it makes no difference how many orders there are.
 *
 * @see https://wiki.postgresql.org/wiki/Loose_indexscan
 */
export async function openCheckouts(database: Database, chainId: number): Promise<Address[]> {
  const first = sql`select min(${orders.checkout}) as checkout from ${orders}
    where ${orders.chainId} = ${chainId} and ${orders.status} not in ('deployed', 'refunded')`;
  const { rows } = await database.execute<{ checkout: Address }>(sql`
    with recursive found as (
      ${first}
      union all
      select (${first} and ${orders.checkout} > found.checkout) from found where found.checkout is not null
    )
    select checkout from found where checkout is not null`);
  return rows.map(({ checkout }) => checkout);
}
