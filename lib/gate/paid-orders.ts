import "server-only";
import { and, inArray, sql } from "drizzle-orm";
import { getAddress, type Address } from "viem";
import type { Context } from "#lib/base/context.ts";
import type { Database } from "#lib/base/db.ts";
import { inBatches } from "#lib/base/in-batches.ts";
import { orders } from "#lib/base/schema.ts";

const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** Whether a token's order, on whichever chain, is paid for, and has not been refunded. */
export type IsPaid = (token: Address) => Promise<boolean>;

/** However many ask, they cost the database the same, and none of them waits for another's turn. */
export function openPaidOrders({ database, env }: Pick<Context, "database" | "env">): IsPaid {
  const chainIds = env.chains.map(({ id }) => id);
  const paid = new Map<Address, number>();
  const find = inBatches((tokens: readonly Address[]) => findPaid(database, chainIds, tokens));
  return async (token) => {
    const known = getAddress(token);
    if ((paid.get(known) ?? 0) > Date.now()) return true;
    if (!(await find(known))) return false;
    if (paid.size >= MOST_REMEMBERED) paid.clear();
    paid.set(known, Date.now() + REMEMBERED_MS);
    return true;
  };
}

async function findPaid(
  database: Database,
  chainIds: number[],
  tokens: readonly Address[],
): Promise<Map<Address, true>> {
  const rows = await database
    .select({ address: orders.address })
    .from(orders)
    .where(
      and(
        // The index of addresses is by chain first.
        inArray(orders.chainId, chainIds),
        inArray(orders.status, ["paid", "submitted", "failed", "deployed"]),
        // One parameter, however many they are.
        sql`${orders.address} = any(${sql.param(tokens)}::text[])`,
      ),
    );
  return new Map(rows.map(({ address }) => [address, true]));
}
