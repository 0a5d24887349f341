import "server-only";
import { and, eq, gte, isNull, notInArray, or } from "drizzle-orm";
import type { Address } from "viem";
import type { Queryable } from "#lib/base/db.ts";
import { transactions, type TransactionRow } from "#lib/base/schema.ts";
import { closeTransaction } from "./journal.ts";
import { RECOVERED_FOR_MS } from "./settle.ts";

type Account = { address: Address };

/** Whether the server can sign for the account that sent a transaction. */
export function hasKey(accounts: readonly Account[], { sender }: { sender: Address }): boolean {
  return accounts.some(({ address }) => address === sender);
}

/** The accounts with transactions that may still be mined, or were given up lately, and whose keys the server has no more. */
export async function lanesWithoutKey(
  database: Queryable,
  chainId: number,
  accounts: readonly Account[],
): Promise<Address[]> {
  const since = new Date(Date.now() - RECOVERED_FOR_MS);
  const lanes = await database
    .selectDistinct({ sender: transactions.sender })
    .from(transactions)
    .where(
      and(
        eq(transactions.chainId, chainId),
        or(
          isNull(transactions.outcome),
          and(eq(transactions.outcome, "abandoned"), gte(transactions.createdAt, since)),
        ),
        notInArray(
          transactions.sender,
          accounts.map(({ address }) => address),
        ),
      ),
    );
  return lanes.map(({ sender }) => sender);
}

/**
 * Gives up a transaction that needs higher fees or a nonce before it, for which the key is gone. Its order is delivered
 * by another account; should both be mined, the Checkout lets the second one do nothing. @returns false if it had ended
 */
export function giveUpStranded(database: Queryable, transaction: TransactionRow): Promise<boolean> {
  return closeTransaction(database, transaction, {
    outcome: "abandoned",
    reason: "it can't be mined as it is, and the key of its sender is not configured any more",
  });
}
