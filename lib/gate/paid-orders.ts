import "server-only";
import { and, inArray, sql } from "drizzle-orm";
import { getAddress, type Address } from "viem";
import type { Database } from "#lib/base/db.ts";
import { orders } from "#lib/base/schema.ts";

const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** Whether a token's order, on whichever chain, is paid for, and has not been refunded. */
export type IsPaid = (token: Address) => Promise<boolean>;

/**
 * Asks the database for as many tokens as wait at once, and never in two queries at the same time: however many ask,
 * they cost it the same, and none of them waits for another's turn.
 */
export function openPaidOrders(database: Database): IsPaid {
  const paid = new Map<Address, number>();
  let next: { tokens: Set<Address>; found: Promise<Set<Address>> } | null = null;
  let present: Promise<unknown> = Promise.resolve();

  function joinQuery(token: Address): Promise<Set<Address>> {
    if (!next) {
      const tokens = new Set<Address>();
      const found = present.then(() => {
        next = null;
        return findPaid(database, [...tokens]);
      });
      next = { tokens, found };
      present = found.catch(() => undefined);
    }
    next.tokens.add(token);
    return next.found;
  }

  return async (token) => {
    const known = getAddress(token);
    if ((paid.get(known) ?? 0) > Date.now()) return true;
    const found = await joinQuery(known);
    if (!found.has(known)) return false;
    if (paid.size >= MOST_REMEMBERED) paid.clear();
    paid.set(known, Date.now() + REMEMBERED_MS);
    return true;
  };
}

async function findPaid(database: Database, tokens: Address[]): Promise<Set<Address>> {
  const rows = await database
    .select({ address: orders.address })
    .from(orders)
    .where(
      and(
        inArray(orders.status, ["paid", "submitted", "failed", "deployed"]),
        // One parameter, however many they are.
        sql`${orders.address} = any(${sql.param(tokens)}::text[])`,
      ),
    );
  return new Set(rows.map(({ address }) => address));
}
