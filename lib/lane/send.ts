import "server-only";
import { asc, inArray } from "drizzle-orm";
import { BaseError, TransactionNotFoundError, type Hex, type TransactionReceipt } from "viem";
import { getNodeError } from "viem/utils";
import type { Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import { DeliveryRefused, DeployerOutOfFunds } from "#lib/base/errors/unavailable.ts";
import { inBatches } from "#lib/base/in-batches.ts";
import { noteLaterBlocks, receiptAtOnce } from "#lib/base/node/receipt-at-once.ts";
import { findReceipt, type Since } from "#lib/base/node/receipt-watch.ts";
import { transactions, type TransactionRow } from "#lib/base/schema.ts";
import { mostGasCost } from "./fees.ts";
import { openBefore, type Occupant } from "./journal.ts";

/** Whoever has signed a transaction sends it at once; if it is open after this long, it may never have been sent. */
const FORGOTTEN_AFTER_MS = 2_000;
/** What this process has sent it does not send again with what comes behind it for this long. */
const SENT_LATELY_MS = 60_000;

/** Its receipt, where the node has made a block for it at once, and how far the chain's watch had come before. */
export type Sent = { receipt: TransactionReceipt | null; since: Since };

/** When this process has sent what, the oldest first. */
const sentLately = new Map<Hex, number>();

/**
 * Sends the stored bytes, and before them those of the same lane that may never have been sent: a nonce that the chain
 * lacks would hold up all that follow. What a process sends of a lane goes out in the order of its nonces. Safe to
 * repeat.
 *
 * @param before what is open before it in its lane, where that was just read
 * @throws {DeployerOutOfFunds} if the sender can't pay the gas
 * @throws {DeliveryRefused} if the node won't take the transaction: its nonce was taken, or its fee is too low
 */
export async function broadcast(
  database: Queryable,
  chain: Chain,
  target: TransactionRow,
  before?: readonly Occupant[],
): Promise<Sent> {
  await sendUnsent(database, chain, before ?? (await openBefore(database, target)), FORGOTTEN_AFTER_MS);
  try {
    return await post(chain, target);
  } catch (error) {
    if (!(error instanceof DeliveryRefused)) throw error;
    // Some nodes take no nonce before the ones below it, which another process may just be about to send.
    if ((await sendUnsent(database, chain, await openBefore(database, target), 0)) === 0) throw error;
    return post(chain, target);
  }
}

/** Sends what of these is older than so long, and was not sent from here. @returns how many */
async function sendUnsent(
  database: Queryable,
  chain: Chain,
  open: readonly Occupant[],
  olderThanMs: number,
): Promise<number> {
  forgetSent();
  const latest = Date.now() - olderThanMs;
  const ids = open.flatMap(({ id, hash, createdAt }) =>
    createdAt.getTime() < latest && !sentLately.has(hash) ? [id] : [],
  );
  if (ids.length === 0) return 0;
  const unsent = await database.query.transactions.findMany({
    where: inArray(transactions.id, ids),
    orderBy: asc(transactions.nonce),
  });
  await Promise.all(unsent.map((transaction) => post(chain, transaction)));
  return unsent.length;
}

function forgetSent(): void {
  for (const [hash, at] of sentLately) {
    if (at > Date.now() - SENT_LATELY_MS) return;
    sentLately.delete(hash);
  }
}

type Posted = Sent | { error: unknown };
type Outbox = (transaction: TransactionRow) => Promise<Posted | undefined>;

const outboxes = new WeakMap<Chain, Map<string, Outbox>>();

/** Sends after what was given to the same lane before: while that is under way, the next ones gather. */
async function post(chain: Chain, transaction: TransactionRow): Promise<Sent> {
  const ofChain = outboxes.get(chain) ?? new Map<string, Outbox>();
  outboxes.set(chain, ofChain);
  const outbox = ofChain.get(transaction.sender) ?? inBatches((gathered) => sendAll(chain, gathered));
  ofChain.set(transaction.sender, outbox);
  const posted = await outbox(transaction);
  if (!posted) throw new Error("What was given to a lane to be sent was not sent.");
  if ("error" in posted) throw posted.error;
  return posted;
}

async function sendAll(
  chain: Chain,
  gathered: readonly TransactionRow[],
): Promise<ReadonlyMap<TransactionRow, Posted>> {
  const inOrder = gathered.toSorted((one, other) => one.nonce - other.nonce);
  const sending = inOrder.map(async (transaction): Promise<[TransactionRow, Posted]> => {
    const sent = await sendAndAsk(chain, transaction).catch((error: unknown) => ({ error }));
    return [transaction, sent];
  });
  return new Map(await Promise.all(sending));
}

/** A node that makes a block for each transaction has the receipt by then, or can be asked for it in the same batch. */
async function sendAndAsk(chain: Chain, transaction: TransactionRow): Promise<Sent> {
  const since = chain.receipts.now();
  const atOnce = await receiptAtOnce(chain, transaction.raw);
  if (atOnce) {
    noteSent(transaction);
    return { receipt: atOnce, since };
  }
  const [, receipt] = await Promise.all([send(chain, transaction), findReceipt(chain, transaction.hash)]);
  if (!receipt) noteLaterBlocks(chain);
  return { receipt, since };
}

/** Sends one transaction's stored bytes. @throws {DeployerOutOfFunds | DeliveryRefused} as {@link broadcast} does */
export async function send(chain: Chain, transaction: TransactionRow): Promise<void> {
  try {
    await chain.client.sendRawTransaction({ serializedTransaction: transaction.raw });
  } catch (error) {
    // Nodes word "already known" and "insufficient funds" each in their own way, so the chain is asked instead.
    if (!(error instanceof BaseError)) throw error;
    if (!(await isKnown(chain, transaction.hash))) {
      if (!(await canPayGas(chain, transaction))) throw new DeployerOutOfFunds(error);
      // Its nonce was taken, or its fee is too low now. The next attempt sees which, and goes on from there.
      throw new DeliveryRefused(getNodeError(error, {}));
    }
  }
  noteSent(transaction);
}

function noteSent({ hash }: TransactionRow): void {
  sentLately.delete(hash);
  sentLately.set(hash, Date.now());
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
