import "server-only";
import { and, asc, eq, gte, isNull, lte, max, sql } from "drizzle-orm";
import {
  BaseError,
  keccak256,
  parseTransaction,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  WaitForTransactionReceiptTimeoutError,
  type Address,
  type Hex,
  type TransactionReceipt,
  type TransactionSerializableEIP1559,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { getNodeError } from "viem/utils";
import type { Chain } from "./chains.ts";
import { transact, type Database, type Queryable } from "./db.ts";
import { DeliveryRefused, DeployerOutOfFunds } from "./errors.ts";
import { laneLock, lockKey } from "./lock-key.ts";
import { transactions, type TransactionRow } from "./schema.ts";

const LANE_TIMEOUT_MS = 5_000;

type Signing = {
  chain: Chain;
  sender: PrivateKeyAccount;
  orderId: bigint;
  /** All of the transaction but its nonce. */
  request: Omit<TransactionSerializableEIP1559, "nonce">;
};

/** Which of the server's accounts delivers a token: always the same one, so each account is a lane of its own. */
export function chooseSender(senders: readonly PrivateKeyAccount[], token: Address): PrivateKeyAccount {
  const sender = senders[Number(BigInt(token) % BigInt(senders.length))];
  if (!sender) throw new Error("There is no account to deliver with.");
  return sender;
}

/** The order's transaction that may still be mined, if one was signed. */
export async function openTransaction(
  database: Database,
  orderId: bigint,
): Promise<TransactionRow | undefined> {
  return database.query.transactions.findFirst({
    where: and(eq(transactions.orderId, orderId), isNull(transactions.outcome)),
  });
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
  { chain, sender, orderId, request }: Signing,
  alongside: (transaction: Queryable, hash: Hex) => Promise<void>,
): Promise<TransactionRow> {
  const minedCount = await minedNonces(chain, sender.address);
  return transact(database, async (transaction) => {
    // Nobody holds the lane for longer than it takes to sign, unless it froze; then it loses its session.
    await transaction.execute(sql`
      select set_config('lock_timeout', ${String(LANE_TIMEOUT_MS)}, true),
             set_config('idle_in_transaction_session_timeout', ${String(LANE_TIMEOUT_MS)}, true)`);
    await transaction.execute(
      sql`select pg_advisory_xact_lock(${lockKey(laneLock(chain.id, sender.address))})`,
    );
    const [last] = await transaction
      .select({ nonce: max(transactions.nonce) })
      .from(transactions)
      .where(and(eq(transactions.chainId, chain.id), eq(transactions.sender, sender.address)));
    const nonce = Math.max(minedCount, (last?.nonce ?? -1) + 1);
    const raw = await sender.signTransaction({ ...request, nonce });
    const row = { orderId, chainId: chain.id, sender: sender.address, nonce, hash: keccak256(raw), raw };
    const [stored] = await transaction.insert(transactions).values(row).returning();
    if (!stored) throw new Error("an insert without a conflict clause returns its row");
    await alongside(transaction, stored.hash);
    return stored;
  });
}

/**
 * Sends the stored bytes, and before them those of the same lane that the chain still lacks: a nonce that was signed
 * but never sent would hold up all that follow. Safe to repeat.
 *
 * @throws {DeployerOutOfFunds} if the sender can't pay the gas
 * @throws {DeliveryRefused} if the node won't take the transaction: its nonce was taken, or its fee is too low
 */
export async function broadcast(database: Queryable, chain: Chain, target: TransactionRow): Promise<void> {
  const waiting = await database.query.transactions.findMany({
    where: and(
      eq(transactions.chainId, target.chainId),
      eq(transactions.sender, target.sender),
      isNull(transactions.outcome),
      gte(transactions.nonce, await minedNonces(chain, target.sender)),
      lte(transactions.nonce, target.nonce),
    ),
    orderBy: asc(transactions.nonce),
  });
  for (const transaction of waiting) await send(chain, transaction);
}

/**
 * Waits until the transaction has as many confirmations as the chain is configured with.
 * @returns its receipt, or null if it is not there by `deadline` (milliseconds since the epoch)
 */
export async function waitForReceipt(
  chain: Chain,
  hash: Hex,
  deadline: number,
): Promise<TransactionReceipt | null> {
  try {
    return await chain.client.waitForTransactionReceipt({
      hash,
      confirmations: chain.confirmations,
      timeout: Math.max(1, deadline - Date.now()),
      checkReplacement: false,
    });
  } catch (error) {
    if (error instanceof WaitForTransactionReceiptTimeoutError) return null;
    throw error;
  }
}

/** The receipt of a transaction that is known to be mined. */
export function receiptOf(chain: Chain, hash: Hex): Promise<TransactionReceipt> {
  return chain.client.getTransactionReceipt({ hash });
}

/** Whether another transaction took this one's nonce, so that it can never be mined. */
export async function isReplaced(chain: Chain, transaction: TransactionRow): Promise<boolean> {
  // The count first: a transaction that is mined in between then has its receipt.
  const minedCount = await minedNonces(chain, transaction.sender);
  if (minedCount <= transaction.nonce) return false;
  try {
    await chain.client.getTransactionReceipt({ hash: transaction.hash });
    return false;
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return true;
    throw error;
  }
}

/** Records how a transaction ended. */
export async function closeTransaction(
  database: Queryable,
  hash: Hex,
  outcome: NonNullable<TransactionRow["outcome"]>,
): Promise<void> {
  await database
    .update(transactions)
    .set({ outcome })
    .where(and(eq(transactions.hash, hash), isNull(transactions.outcome)));
}

function minedNonces(chain: Chain, address: TransactionRow["sender"]): Promise<number> {
  return chain.client.getTransactionCount({ address, blockTag: "latest" });
}

async function send(chain: Chain, transaction: TransactionRow): Promise<void> {
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

async function canPayGas(chain: Chain, { sender, raw }: TransactionRow): Promise<boolean> {
  const { gas = 0n, maxFeePerGas = 0n } = parseTransaction(raw);
  return (await chain.client.getBalance({ address: sender })) >= gas * maxFeePerGas;
}

async function isKnown(chain: Chain, hash: Hex): Promise<boolean> {
  try {
    await chain.client.getTransaction({ hash });
    return true;
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false;
    throw error;
  }
}
