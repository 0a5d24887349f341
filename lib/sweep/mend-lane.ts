import "server-only";
import type { PrivateKeyAccount } from "viem/accounts";
import { minedNonces, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { isUniqueViolation } from "#lib/base/db.ts";
import { DeliveryRefused } from "#lib/base/errors.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { feesOf, fillNonce, isStillWanted, renew } from "#lib/deploy/sign-delivery.ts";
import {
  abandonedTransactions,
  minedTransactions,
  openTransactions,
  reopenTransaction,
  type Lane,
} from "#lib/lane/journal.ts";
import { isKnown, send } from "#lib/lane/lane.ts";
import { recover, settleNonce } from "#lib/lane/receipts.ts";

/** What is first in its lane and was not mined for this long gets higher fees. */
const STUCK_AFTER_MS = 60_000;
/** What was given up for lost is looked for during this long. */
const RECOVERED_FOR_MS = 3_600_000;

export type Resent = { settled: number; reopened: number; filled: number; resent: number; raised: number };

/**
 * Makes the journal and the chain agree on one account's transactions: records how those ended whose nonce is used,
 * takes back the end of those that a reorganisation removed, fills nonces that were left out, sends again what the
 * node does not have, and raises the fees of what is stuck. Safe to repeat, and to run in several instances at once.
 */
export async function resendJournal(
  context: Context,
  chain: Chain,
  sender: PrivateKeyAccount,
): Promise<Resent> {
  const { database } = context;
  const lane: Lane = { chainId: chain.id, sender: sender.address };
  const done = { settled: 0, reopened: 0, filled: 0, resent: 0, raised: 0 };
  const minedCount = await minedNonces(chain, sender.address);

  for (const transaction of await openTransactions(database, lane, minedCount - 1))
    if (await settleNonce(database, chain, transaction)) done.settled += 1;
  const since = new Date(Date.now() - RECOVERED_FOR_MS);
  for (const transaction of await abandonedTransactions(database, lane, since))
    if (await recover(database, chain, transaction)) done.settled += 1;
  done.reopened = await reopenRemoved(context, chain, lane, minedCount);
  done.filled = await fillGaps(context, chain, sender, minedCount);

  const waiting = await openTransactions(database, lane);
  const baseFee = waiting.length > 0 ? (await chain.client.getBlock()).baseFeePerGas : null;
  for (const transaction of waiting) {
    const isFirst = transaction.nonce === minedCount;
    const action = await push(context, chain, sender, transaction, { baseFeeWei: baseFee ?? 0n, isFirst });
    if (action) done[action] += 1;
  }
  return done;
}

/** What the journal calls mined in a block that the node has passed, though the nonce is free again. */
async function reopenRemoved(
  { database }: Context,
  chain: Chain,
  lane: Lane,
  minedCount: number,
): Promise<number> {
  const mined = await minedTransactions(database, lane, minedCount);
  if (mined.length === 0) return 0;
  const head = await chain.client.getBlockNumber();
  let reopened = 0;
  for (const transaction of mined) {
    if (transaction.blockNumber === null || transaction.blockNumber > head) continue;
    reopened += await unlessTaken(() => reopenTransaction(database, transaction));
  }
  return reopened;
}

/** A nonce that nothing waits with holds up everything after it. */
async function fillGaps(
  context: Context,
  chain: Chain,
  sender: PrivateKeyAccount,
  minedCount: number,
): Promise<number> {
  const lane = { chainId: chain.id, sender: sender.address };
  const nonces = new Set((await openTransactions(context.database, lane)).map(({ nonce }) => nonce));
  const last = Math.max(...nonces);
  // A node that lags behind has not counted these yet.
  for (const { nonce } of await minedTransactions(context.database, lane, minedCount)) nonces.add(nonce);
  let filled = 0;
  for (let nonce = minedCount; nonce < last; nonce += 1) {
    if (nonces.has(nonce)) continue;
    filled += await unlessTaken(() => fillNonce(context, chain, sender, nonce));
  }
  return filled;
}

/** Sends a transaction that the node does not have; raises the fees of one that waits in vain. */
async function push(
  context: Context,
  chain: Chain,
  sender: PrivateKeyAccount,
  transaction: TransactionRow,
  { baseFeeWei, isFirst }: { baseFeeWei: bigint; isFirst: boolean },
): Promise<"resent" | "raised" | null> {
  const known = await isKnown(chain, transaction.hash);
  const isLate = isFirst && transaction.createdAt.getTime() < Date.now() - STUCK_AFTER_MS;
  const isPriced = feesOf(transaction).maxFeePerGas >= baseFeeWei;
  if (known && isPriced && !isLate) return null;
  if (!known && isPriced && (await isStillWanted(context.database, transaction))) {
    try {
      await send(chain, transaction);
      return "resent";
    } catch (error) {
      // Behind others it may only be too early.
      if (!(error instanceof DeliveryRefused && isFirst)) throw error;
    }
  }
  const renewed = await renew(context, chain, sender, transaction);
  if (!renewed) return null;
  const { hash, nonce } = renewed;
  context.log.warn({ replaced: transaction.hash, hash, nonce }, "transaction replaced with higher fees");
  await send(chain, renewed);
  return "raised";
}

/** Another instance may do the same at once, and be first. */
async function unlessTaken(work: () => Promise<unknown>): Promise<number> {
  try {
    await work();
    return 1;
  } catch (error) {
    if (isUniqueViolation(error)) return 0;
    throw error;
  }
}
