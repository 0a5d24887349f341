import "server-only";
import { and, asc, eq, gte, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Address, Hex, TransactionReceipt } from "viem";
import { isUniqueViolation, type Queryable } from "#lib/base/db.ts";
import { transactions, type TransactionRow } from "#lib/base/schema.ts";
import { mostGasCost } from "./fees.ts";

/** An account on a chain: its transactions are mined one nonce after the other. */
export type Lane = { chainId: number; sender: Address };
type Slot = Lane & { nonce: number };

/** What a transaction is for: to deliver an order, or only to use its nonce. What an order is, a lane does not know. */
export type Purpose = { purpose: "delivery"; orderId: bigint } | { purpose: "nonce"; orderId: null };

/** The delivery of an order that may still be mined, if one was signed. */
export function openDelivery(database: Queryable, orderId: bigint): Promise<TransactionRow | undefined> {
  return database.query.transactions.findFirst({
    where: and(eq(transactions.orderId, orderId), isNull(transactions.outcome)),
  });
}

/** What may still be mined in a lane, by nonce. @param upTo the last nonce to look at */
export function openTransactions(
  database: Queryable,
  lane: Lane,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<TransactionRow[]> {
  return database.query.transactions.findMany({
    where: and(inLane(lane), isNull(transactions.outcome), lte(transactions.nonce, upTo)),
    orderBy: asc(transactions.nonce),
  });
}

/** What the journal holds to be in a block, from a nonce on. */
export function minedTransactions(
  database: Queryable,
  lane: Lane,
  fromNonce: number,
): Promise<TransactionRow[]> {
  return database.query.transactions.findMany({
    where: and(
      inLane(lane),
      gte(transactions.nonce, fromNonce),
      inArray(transactions.outcome, ["mined", "reverted"]),
    ),
    orderBy: asc(transactions.nonce),
  });
}

/** What was given up for lost since a time. A node that errs may have said so too early. */
export function abandonedTransactions(
  database: Queryable,
  lane: Lane,
  since: Date,
): Promise<TransactionRow[]> {
  return database.query.transactions.findMany({
    where: and(inLane(lane), eq(transactions.outcome, "abandoned"), gte(transactions.createdAt, since)),
  });
}

/** Every transaction that was signed with this nonce: the first, and those that were to replace it. */
export function withSameNonce(database: Queryable, slot: Slot): Promise<TransactionRow[]> {
  return database.query.transactions.findMany({ where: inSlot(slot), orderBy: asc(transactions.id) });
}

/** Its own row, and those it shares its nonce with; empty for a transaction that is not of the journal. */
export async function rivalsOf(database: Queryable, hash: Hex): Promise<TransactionRow[]> {
  const row = await database.query.transactions.findFirst({ where: eq(transactions.hash, hash) });
  return row ? withSameNonce(database, row) : [];
}

/** How many transactions of a lane may still be mined. */
export function countOpen(database: Queryable, lane: Lane): Promise<number> {
  return database.$count(transactions, and(inLane(lane), isNull(transactions.outcome)));
}

/** What a row says that may still be mined. */
const OPEN_AGAIN = { outcome: null, reason: null, blockNumber: null };

type NewTransaction = Slot & Purpose & Pick<TransactionRow, "hash" | "raw">;

/**
 * Stores signed bytes. Those that were signed before and had ended, as by a block that a reorganisation removed, are
 * open again.
 * @throws a unique violation if the purpose, or the nonce, has an open transaction already
 */
export async function insertTransaction(database: Queryable, row: NewTransaction): Promise<TransactionRow> {
  const { chainId, sender, nonce, hash } = transactions;
  const [stored] = await database
    .insert(transactions)
    .values({ ...row, mostCostWei: mostGasCost(row) })
    .onConflictDoUpdate({ target: [chainId, sender, nonce, hash], set: OPEN_AGAIN })
    .returning();
  if (!stored) throw new Error("an insert without a conflict clause returns its row");
  return stored;
}

/** Records a receipt: its transaction is in a block, and no other one of its nonce can ever be. */
export async function recordReceipt(
  database: Queryable,
  { transactionHash, status, blockNumber }: TransactionReceipt,
): Promise<void> {
  const isMined = sql`${transactions.hash} = ${transactionHash}`;
  const outcome = status === "success" ? "mined" : "reverted";
  const [row] = await rivalsOf(database, transactionHash);
  if (!row) return;
  await database
    .update(transactions)
    .set({
      outcome: sql`(case when ${isMined} then ${outcome} else 'replaced' end)::transaction_outcome`,
      reason: sql`case when ${isMined} then null else coalesce(${transactions.reason}, ${`${transactionHash} was mined with its nonce`}) end`,
      blockNumber: sql`case when ${isMined} then ${blockNumber}::bigint end`,
    })
    .where(inSlot(row));
}

/** Ends what is open, for a reason. @returns false if it had ended before */
export async function closeTransaction(
  database: Queryable,
  { id }: TransactionRow,
  ending: { outcome: "replaced" | "abandoned"; reason: string },
): Promise<boolean> {
  const closed = await database
    .update(transactions)
    .set(ending)
    .where(and(eq(transactions.id, id), isNull(transactions.outcome)))
    .returning({ id: transactions.id });
  return closed.length > 0;
}

/**
 * Takes back that a transaction was mined, after a reorganisation removed its block.
 * @throws a unique violation if there is another open transaction of its purpose by now
 */
export async function reopenTransaction(database: Queryable, { id, hash }: TransactionRow): Promise<void> {
  await database
    .update(transactions)
    .set(OPEN_AGAIN)
    .where(
      and(
        eq(transactions.id, id),
        eq(transactions.hash, hash),
        inArray(transactions.outcome, ["mined", "reverted"]),
      ),
    );
}

/** Does what another instance may do at once, and be first. @returns 1, or 0 if it was */
export async function unlessTaken(work: () => Promise<unknown>): Promise<number> {
  try {
    await work();
    return 1;
  } catch (error) {
    if (isUniqueViolation(error)) return 0;
    throw error;
  }
}

function inLane({ chainId, sender }: Lane) {
  return and(eq(transactions.chainId, chainId), eq(transactions.sender, sender));
}

function inSlot(slot: Slot) {
  return and(inLane(slot), eq(transactions.nonce, slot.nonce));
}
