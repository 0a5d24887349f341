import "server-only";
import { BaseError, TransactionNotFoundError, type Hex } from "viem";
import { getNodeError } from "viem/utils";
import { minedNonces, type Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import { DeliveryRefused, DeployerOutOfFunds } from "#lib/base/errors/unavailable.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { mostGasCost } from "./fees.ts";
import { openTransactions } from "./journal.ts";

/** Those before a transaction are sent with it, but not again where this process has sent them this lately. */
const SENT_LATELY_MS = 5_000;

const sentLately = new Map<Hex, { at: number; sending: Promise<void> }>();

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
  for (const transaction of waiting) {
    if (transaction.nonce < minedCount) continue;
    await (transaction.id === target.id ? sendNow(chain, transaction) : sendOnce(chain, transaction));
  }
}

/** Many that are signed at once would each send all that are before them. */
function sendOnce(chain: Chain, transaction: TransactionRow): Promise<void> {
  const lately = sentLately.get(transaction.hash);
  return lately && lately.at > Date.now() - SENT_LATELY_MS ? lately.sending : sendNow(chain, transaction);
}

function sendNow(chain: Chain, transaction: TransactionRow): Promise<void> {
  const now = Date.now();
  for (const [hash, { at }] of sentLately) if (at <= now - SENT_LATELY_MS) sentLately.delete(hash);
  const sending = send(chain, transaction);
  sentLately.set(transaction.hash, { at: now, sending });
  sending.catch(() => sentLately.delete(transaction.hash));
  return sending;
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

async function canPayGas(chain: Chain, transaction: TransactionRow): Promise<boolean> {
  const balanceWei = await chain.client.getBalance({ address: transaction.sender });
  return balanceWei >= mostGasCost(transaction);
}
