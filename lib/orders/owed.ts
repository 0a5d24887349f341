import "server-only";
import type { Address } from "viem";
import { and, eq, inArray, isNull, notExists, sql, type SQL } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { orders, transactions } from "#lib/base/schema.ts";

const CHUNK_DIGITS = 8;
const CHUNKS = 5;

/**
 * What nodes want to see of the network part of a price in a sender's account before they take the delivery: a fifth more
 * gas than is estimated at up to twice the base fee are 2.4 times the cost, of which the part holds one and a half.
 */
export function depositFor(networkWei: bigint): bigint {
  return 2n * networkWei;
}

/**
 * What an account may still have to pay on a chain, in wei: for its transactions that are open, and for the orders that
 * are paid and that it is to deliver. Two sums, over what is unfinished only.
 */
export async function readOwedWei(
  { database, senders }: Context,
  chain: Chain,
  sender: Address,
): Promise<bigint> {
  const lane = senders.findIndex(({ address }) => address === sender);
  const isOpen = isNull(transactions.outcome);
  const [signed, unsigned] = await Promise.all([
    database
      .select({ wei: total(transactions.mostCostWei) })
      .from(transactions)
      .where(and(eq(transactions.chainId, chain.id), eq(transactions.sender, sender), isOpen)),
    database
      .select({ wei: total(orders.networkWei) })
      .from(orders)
      .where(
        and(
          eq(orders.chainId, chain.id),
          inArray(orders.status, ["paid", "submitted", "failed"]),
          senders.length > 1 ? sql`${remainder(senders.length)} = ${lane}` : undefined,
          notExists(
            database
              .select({ id: transactions.id })
              .from(transactions)
              .where(and(eq(transactions.orderId, orders.id), isOpen)),
          ),
        ),
      ),
  ]);
  return BigInt(signed[0]?.wei ?? 0) + depositFor(BigInt(unsigned[0]?.wei ?? 0));
}

function total(column: typeof transactions.mostCostWei | typeof orders.networkWei) {
  return sql<string>`coalesce(sum(${column}), 0)`;
}

/** An order's address modulo the number of accounts, by which its sender is chosen: 32 bits at a time, since SQL knows no larger hexadecimal. */
function remainder(count: number): SQL {
  const base = 2 ** (4 * CHUNK_DIGITS) % count;
  return Array.from({ length: CHUNKS }).reduce<SQL>(
    (rest, _, index) => {
      const digits = sql`substr(${orders.address}, ${3 + index * CHUNK_DIGITS}::int, ${CHUNK_DIGITS}::int)`;
      return sql`((${rest} * ${base}::bigint + ('x' || ${digits})::bit(32)::bigint) % ${count}::bigint)`;
    },
    sql`0::bigint`,
  );
}
