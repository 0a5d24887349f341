import "server-only";
import { and, eq, gte, inArray, isNull, lte, or, sql, type SQL } from "drizzle-orm";
import { orders } from "#lib/base/schema.ts";

/**
 * Which orders are to be tried now: those that are paid and have no token yet, those that failed and whose time has come,
 * and of those that are held for the price of gas the ones for which it has fallen far enough, or that were not looked at
 * for a while. The others cost nothing but this condition.
 * @param pricePerGas what a unit of gas costs now, in wei
 */
export function isDue(chainId: number, pricePerGas: bigint): SQL | undefined {
  const hasComeRound = lte(orders.retryAt, sql`now()`);
  return and(
    eq(orders.chainId, chainId),
    // It follows from what comes next, but the database does not see it, and would read and sort all that wait.
    inArray(orders.status, ["paid", "submitted", "failed"]),
    or(
      and(
        inArray(orders.status, ["paid", "submitted"]),
        or(isNull(orders.heldSince), gte(orders.heldMostPerGas, pricePerGas), hasComeRound),
      ),
      and(eq(orders.status, "failed"), hasComeRound),
    ),
  );
}
