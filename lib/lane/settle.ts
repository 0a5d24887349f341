import "server-only";
import { minedNonces, type Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import {
  abandonedTransactions,
  closeTransaction,
  minedTransactions,
  openTransactions,
  recordReceipt,
  reopenTransaction,
  unlessTaken,
  withSameNonce,
  type Lane,
} from "./journal.ts";
import { findReceipt, firstReceipt } from "./receipts.ts";

/** What was given up for lost is looked for during this long. */
const RECOVERED_FOR_MS = 3_600_000;

/**
 * If the nonce of an open transaction was used, records by what: by itself, by one that replaced it or that it had
 * replaced, or by one that is not of the journal.
 * @returns whether it was used
 */
export async function settleNonce(
  database: Queryable,
  chain: Chain,
  transaction: TransactionRow,
): Promise<boolean> {
  // The count first: a transaction that is mined in between then has its receipt.
  if ((await minedNonces(chain, transaction.sender)) <= transaction.nonce) return false;
  const receipt = await firstReceipt(chain, await withSameNonce(database, transaction));
  if (receipt) await recordReceipt(database, receipt);
  else
    await closeTransaction(database, transaction, {
      outcome: "abandoned",
      reason: "a transaction that is not of this journal used its nonce",
    });
  return true;
}

/** Settles every open transaction below the count of mined nonces. @returns how many have ended */
export async function settleUsed(
  database: Queryable,
  chain: Chain,
  lane: Lane,
  minedCount: number,
): Promise<number> {
  let settled = 0;
  for (const transaction of await openTransactions(database, lane, minedCount - 1))
    if (await settleNonce(database, chain, transaction)) settled += 1;
  return settled;
}

/** Records the receipts of transactions that were given up for lost, where there are any after all. @returns how many */
export async function recoverAbandoned(database: Queryable, chain: Chain, lane: Lane): Promise<number> {
  const since = new Date(Date.now() - RECOVERED_FOR_MS);
  let recovered = 0;
  for (const { hash } of await abandonedTransactions(database, lane, since)) {
    const receipt = await findReceipt(chain, hash);
    if (!receipt) continue;
    await recordReceipt(database, receipt);
    recovered += 1;
  }
  return recovered;
}

/**
 * Takes back the end of what the journal calls mined in a block that the node has passed, though the nonce is free
 * again: a reorganisation has removed it. @returns how many are open again
 */
export async function reopenRemoved(
  database: Queryable,
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
