import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import { findReceipt } from "#lib/base/node/receipt-watch.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import {
  abandonedTransactions,
  closeTransaction,
  giveUpRemoved,
  minedTransactions,
  openTransactions,
  recordReceipt,
  reopenTransaction,
  unlessTaken,
  withSameNonce,
  type Lane,
} from "./journal.ts";
import { isRemoved, type LaneView } from "./nonces.ts";
import { firstReceipt } from "./receipts.ts";

/** What was given up for lost is looked for during this long. */
export const RECOVERED_FOR_MS = 3_600_000;

/**
 * If the nonce of an open transaction was used, records by what: by itself, by one that replaced it or that it had
 * replaced, or by one that is not of the journal.
 * @param view read before: a transaction that is mined in between then has its receipt
 * @returns whether it was used
 */
export async function settleNonce(
  database: Queryable,
  chain: Chain,
  transaction: TransactionRow,
  { minedCount }: LaneView,
): Promise<boolean> {
  if (minedCount <= transaction.nonce) return false;
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
  view: LaneView,
): Promise<number> {
  let settled = 0;
  for (const transaction of await openTransactions(database, lane, view.minedCount - 1))
    if (await settleNonce(database, chain, transaction, view)) settled += 1;
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
 * Takes back the end of what the journal calls mined, and a reorganisation has removed. Where something else has its
 * nonce by now, or its order another delivery, it is given up. @returns how many are open again
 */
export async function reopenRemoved(database: Queryable, lane: Lane, view: LaneView): Promise<number> {
  let reopened = 0;
  for (const transaction of await minedTransactions(database, lane, view.minedCount)) {
    if (!isRemoved(transaction, view)) continue;
    const isOpen = await unlessTaken(() => reopenTransaction(database, transaction));
    if (isOpen === 0) await giveUpRemoved(database, transaction);
    reopened += isOpen;
  }
  return reopened;
}
