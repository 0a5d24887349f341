import "server-only";
import { and, asc, eq, getTableColumns, gte, inArray, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { alias, type AnyPgColumn } from "drizzle-orm/pg-core";
import type { Address, Hex, TransactionReceipt } from "viem";
import { isUniqueViolation, type Queryable } from "#lib/base/db.ts";
import { transactions, type TransactionRow } from "#lib/base/schema.ts";

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

/** By the hash of each of these transactions, what was signed with the same nonce besides; absent where there is nothing. */
export async function rivalHashes(
  database: Queryable,
  hashes: readonly Hex[],
): Promise<ReadonlyMap<Hex, readonly Hex[]>> {
  const rival = alias(transactions, "rival");
  const pairs = await database
    .select({ hash: transactions.hash, rival: rival.hash })
    .from(transactions)
    .innerJoin(rival, and(sameSlot(rival), ne(rival.hash, transactions.hash)))
    .where(inArray(transactions.hash, [...hashes]));
  const byHash = Map.groupBy(pairs, ({ hash }) => hash);
  return new Map([...byHash].map(([hash, found]) => [hash, found.map((pair) => pair.rival)]));
}

/** What has a nonce of a lane, without its bytes. */
export type Occupant = Pick<
  TransactionRow,
  "id" | "nonce" | "hash" | "createdAt" | "outcome" | "blockNumber"
>;

const occupant = {
  id: transactions.id,
  nonce: transactions.nonce,
  hash: transactions.hash,
  createdAt: transactions.createdAt,
  outcome: transactions.outcome,
  blockNumber: transactions.blockNumber,
};

/** What of a lane may still be mined, or, from a nonce on, is in a block. */
export function occupants(database: Queryable, lane: Lane, minedFrom: number): Promise<Occupant[]> {
  const { nonce, outcome } = transactions;
  const isMined = and(gte(nonce, minedFrom), inArray(outcome, ["mined", "reverted"]));
  return database
    .select(occupant)
    .from(transactions)
    .where(and(inLane(lane), or(isNull(outcome), isMined)));
}

/** What may still be mined in a lane before a nonce. */
export function openBefore(database: Queryable, slot: Slot): Promise<Occupant[]> {
  return database
    .select(occupant)
    .from(transactions)
    .where(and(inLane(slot), isNull(transactions.outcome), lt(transactions.nonce, slot.nonce)));
}

/** What a row says that may still be mined. */
const OPEN_AGAIN = { outcome: null, reason: null, blockNumber: null };

type NewTransaction = Slot & Purpose & Pick<TransactionRow, "hash" | "raw" | "mostCostWei">;

/** The bytes are most of a row, and whoever writes them has them. */
const { raw: _, ...allButBytes } = getTableColumns(transactions);

/**
 * Stores signed bytes. Those that were signed before and had ended, as by a block that a reorganisation removed, are
 * open again.
 * @throws a unique violation if the purpose, or the nonce, has an open transaction already
 */
export async function insertTransaction(database: Queryable, row: NewTransaction): Promise<TransactionRow> {
  const { chainId, sender, nonce, hash } = transactions;
  const [stored] = await database
    .insert(transactions)
    .values(row)
    .onConflictDoUpdate({ target: [chainId, sender, nonce, hash], set: OPEN_AGAIN })
    .returning(allButBytes);
  if (!stored) throw new Error("an insert that never does nothing returns its row");
  return { ...stored, raw: row.raw };
}

/** Records a receipt: its transaction is in a block, and no other one of its nonce can ever be. */
export async function recordReceipt(
  database: Queryable,
  { transactionHash, status, blockNumber }: TransactionReceipt,
): Promise<void> {
  const isMined = sql`${transactions.hash} = ${transactionHash}`;
  const outcome = status === "success" ? "mined" : "reverted";
  const mined = alias(transactions, "mined");
  await database
    .update(transactions)
    .set({
      outcome: sql`(case when ${isMined} then ${outcome} else 'replaced' end)::transaction_outcome`,
      reason: sql`case when ${isMined} then null else coalesce(${transactions.reason}, ${`${transactionHash} was mined with its nonce`}) end`,
      blockNumber: sql`case when ${isMined} then ${blockNumber}::bigint end`,
    })
    .from(mined)
    .where(and(eq(mined.hash, transactionHash), sameSlot(mined)));
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
 * @throws a unique violation if there is another open transaction of its purpose, or with its nonce, by now
 */
export async function reopenTransaction(
  database: Queryable,
  { hash }: Pick<TransactionRow, "hash">,
): Promise<void> {
  await database.update(transactions).set(OPEN_AGAIN).where(isEnded(hash));
}

/** Gives up what a reorganisation removed: it is open no more, and recorded again if it is mined after all. */
export async function giveUpRemoved(
  database: Queryable,
  { hash }: Pick<TransactionRow, "hash">,
): Promise<void> {
  await database
    .update(transactions)
    .set({
      outcome: "abandoned",
      reason: "a reorganisation removed its block, and something else took its place",
      blockNumber: null,
    })
    .where(isEnded(hash));
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

/** What is in a block as far as the journal knows. */
function isEnded(hash: Hex) {
  return and(eq(transactions.hash, hash), inArray(transactions.outcome, ["mined", "reverted"]));
}

function inLane({ chainId, sender }: Lane) {
  return and(eq(transactions.chainId, chainId), eq(transactions.sender, sender));
}

function sameSlot({ chainId, sender, nonce }: Record<keyof Slot, AnyPgColumn>) {
  return and(
    eq(transactions.chainId, chainId),
    eq(transactions.sender, sender),
    eq(transactions.nonce, nonce),
  );
}

function inSlot(slot: Slot) {
  return and(inLane(slot), eq(transactions.nonce, slot.nonce));
}
