import "server-only";
import { sql } from "drizzle-orm";
import {
  BaseError,
  keccak256,
  parseTransaction,
  TransactionNotFoundError,
  type Address,
  type Hex,
  type TransactionSerializableEIP1559,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { getNodeError } from "viem/utils";
import { minedNonces, type Chain } from "#lib/base/chains.ts";
import { transact, type Database, type Queryable } from "#lib/base/db.ts";
import { DeliveryRefused, DeployerOutOfFunds } from "#lib/base/errors.ts";
import { laneLock, lockKey } from "#lib/base/lock-key.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { closeTransaction, insertTransaction, lastNonce, openTransactions } from "./journal.ts";

const LANE_TIMEOUT_MS = 5_000;

/** All of a transaction but its nonce. */
export type TransactionRequest = Omit<TransactionSerializableEIP1559, "nonce">;

type Signing = {
  chain: Chain;
  sender: PrivateKeyAccount;
  /** Null for a transaction that delivers nothing. */
  orderId: bigint | null;
  request: TransactionRequest;
};

type Alongside = (transaction: Queryable, hash: Hex) => Promise<void>;

/** Which of the server's accounts delivers a token: always the same one, so each account is a lane of its own. */
export function chooseSender(senders: readonly PrivateKeyAccount[], token: Address): PrivateKeyAccount {
  const sender = senders[Number(BigInt(token) % BigInt(senders.length))];
  if (!sender) throw new Error("There is no account to deliver with.");
  return sender;
}

/**
 * Signs with the sender's next nonce and stores the bytes, in one short transaction of its own. The lane's lock makes
 * two instances take turns, so that no nonce is handed out twice.
 *
 * @param alongside what else is true from then on, written in the same transaction
 * @throws a unique violation if the order has an open transaction already
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
 * @returns null if that one has ended meanwhile; nothing is signed then
 * @throws a unique violation if the order has an open transaction at another nonce
 */
export async function signAgain(
  database: Database,
  signing: Signing,
  replaced: TransactionRow,
  { reason, alongside }: { reason: string; alongside: Alongside },
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
  return inLane(database, signing, (transaction) => sign(transaction, signing, nonce, async () => undefined));
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
  { chain, sender, orderId, request }: Signing,
  nonce: number,
  alongside: Alongside,
): Promise<TransactionRow> {
  const raw = await sender.signTransaction({ ...request, nonce });
  const row = { orderId, chainId: chain.id, sender: sender.address, nonce, hash: keccak256(raw), raw };
  const stored = await insertTransaction(transaction, row);
  await alongside(transaction, stored.hash);
  return stored;
}

/**
 * Sends the stored bytes, and before them those of the same lane that the chain still lacks: a nonce that was signed
 * but never sent would hold up all that follow. Safe to repeat.
 *
 * @throws {DeployerOutOfFunds} if the sender can't pay the gas
 * @throws {DeliveryRefused} if the node won't take the transaction: its nonce was taken, or its fee is too low
 */
export async function broadcast(database: Queryable, chain: Chain, target: TransactionRow): Promise<void> {
  const minedCount = await minedNonces(chain, target.sender);
  const waiting = await openTransactions(database, target, target.nonce);
  for (const transaction of waiting) if (transaction.nonce >= minedCount) await send(chain, transaction);
}

/** Sends one transaction's stored bytes. @throws {DeployerOutOfFunds | DeliveryRefused} as {@link broadcast} does */
export async function send(chain: Chain, transaction: TransactionRow): Promise<void> {
  try {
    await chain.client.sendRawTransaction({ serializedTransaction: transaction.raw });
  } catch (error) {
    // Nodes word "already known" and "insufficient funds" each in their own way, so the chain is asked instead.
    if (!(error instanceof BaseError)) throw error;
    if (await isKnown(chain, transaction.hash)) return;
    if (!(await canPayGas(chain, transaction))) throw new DeployerOutOfFunds(error);
    // Its nonce was taken, or its fee is too low now. The next attempt sees which, and goes on from there.
    throw new DeliveryRefused(getNodeError(error, {}));
  }
}

/** Whether the node has the transaction, in a block or waiting for one. */
export async function isKnown(chain: Chain, hash: Hex): Promise<boolean> {
  try {
    await chain.client.getTransaction({ hash });
    return true;
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false;
    throw error;
  }
}

async function canPayGas(chain: Chain, { sender, raw }: TransactionRow): Promise<boolean> {
  const { gas = 0n, maxFeePerGas = 0n } = parseTransaction(raw);
  return (await chain.client.getBalance({ address: sender })) >= gas * maxFeePerGas;
}
