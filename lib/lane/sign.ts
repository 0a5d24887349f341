import "server-only";
import { sql } from "drizzle-orm";
import {
  keccak256,
  type Address,
  type Hex,
  type TransactionSerializableEIP1559,
  type TransactionSerializableLegacy,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { minedNonces, type Chain } from "#lib/base/chains.ts";
import { transact, type Database, type Queryable } from "#lib/base/db.ts";
import { laneLock, lockKey } from "#lib/base/lock-key.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { closeTransaction, insertTransaction, lastNonce, type Purpose } from "./journal.ts";

const LANE_TIMEOUT_MS = 5_000;

/** All of a transaction but its nonce; legacy where a chain has no EIP-1559. */
export type TransactionRequest =
  | Omit<TransactionSerializableEIP1559, "nonce">
  | Omit<TransactionSerializableLegacy, "nonce">;

type Signing = { chain: Chain; sender: PrivateKeyAccount; purpose: Purpose; request: TransactionRequest };

/** What else is true from the moment when a transaction is signed, written together with it. */
export type Alongside = (transaction: Queryable, hash: Hex) => Promise<void>;

/** Which of the server's accounts sends what is about a token: always the same one, so each account is a lane of its own. */
export function chooseSender(senders: readonly PrivateKeyAccount[], token: Address): PrivateKeyAccount {
  const sender = senders[Number(BigInt(token) % BigInt(senders.length))];
  if (!sender) throw new Error("There is no account to deliver with.");
  return sender;
}

/**
 * Signs with the sender's next nonce and stores the bytes, in one short transaction of its own. The lane's lock makes
 * two instances take turns, so that no nonce is handed out twice.
 * @throws a unique violation if there is an open transaction of the same purpose already
 */
export async function signNext(
  database: Database,
  signing: Signing,
  alongside: Alongside,
): Promise<TransactionRow> {
  const { chain, sender } = signing;
  const minedCount = await minedNonces(chain, sender.address);
  return inLane(database, signing, async (transaction) => {
    const last = await lastNonce(transaction, { chainId: chain.id, sender: sender.address });
    return sign(transaction, signing, Math.max(minedCount, last + 1), alongside);
  });
}

/**
 * Signs with the nonce of an open transaction, which it replaces.
 * @param reason why, for the operator
 * @returns null if that one has ended meanwhile; nothing is signed then
 * @throws a unique violation if there is an open transaction of the same purpose at another nonce
 */
export async function signAgain(
  database: Database,
  signing: Signing,
  { replaced, reason }: { replaced: TransactionRow; reason: string },
  alongside?: Alongside,
): Promise<TransactionRow | null> {
  return inLane(database, signing, async (transaction) => {
    if (!(await closeTransaction(transaction, replaced, { outcome: "replaced", reason }))) return null;
    return sign(transaction, signing, replaced.nonce, alongside);
  });
}

/**
 * Signs with a nonce that no open transaction has.
 * @throws a unique violation if one has it by now
 */
export async function signAt(database: Database, signing: Signing, nonce: number): Promise<TransactionRow> {
  return inLane(database, signing, (transaction) => sign(transaction, signing, nonce));
}

async function inLane<T>(
  database: Database,
  { chain, sender }: Signing,
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  return transact(database, async (transaction) => {
    // Nobody holds the lane for longer than it takes to sign, unless it froze; then it loses its session.
    await transaction.execute(sql`
      select set_config('lock_timeout', ${String(LANE_TIMEOUT_MS)}, true),
             set_config('idle_in_transaction_session_timeout', ${String(LANE_TIMEOUT_MS)}, true)`);
    await transaction.execute(
      sql`select pg_advisory_xact_lock(${lockKey(laneLock(chain.id, sender.address))})`,
    );
    return work(transaction);
  });
}

async function sign(
  transaction: Queryable,
  { chain, sender, purpose, request }: Signing,
  nonce: number,
  alongside?: Alongside,
): Promise<TransactionRow> {
  const raw = await sender.signTransaction({ ...request, nonce });
  const slot = { chainId: chain.id, sender: sender.address, nonce };
  const stored = await insertTransaction(transaction, { ...slot, ...purpose, hash: keccak256(raw), raw });
  await alongside?.(transaction, stored.hash);
  return stored;
}
