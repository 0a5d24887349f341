import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { TransactionReceiptNotFoundError, type Hex, type TransactionReceipt } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { rivalsOf } from "./journal.ts";

/** The receipt of a transaction, or null while it is in no block. */
export async function findReceipt(chain: Chain, hash: Hex): Promise<TransactionReceipt | null> {
  try {
    return await chain.client.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  }
}

/**
 * Waits until the transaction, or one that replaced it, has as many confirmations as the chain is configured with.
 * @param until when to stop: `deadline` in milliseconds since the epoch, or the signal
 * @returns the receipt of what was mined, or null if there is none by then
 */
export async function waitForReceipt(
  database: Queryable,
  chain: Chain,
  hash: Hex,
  until: { deadline: number; signal?: AbortSignal | undefined },
): Promise<TransactionReceipt | null> {
  for (;;) {
    const receipt = await findConfirmed(database, chain, hash);
    if (receipt) return receipt;
    const pauseMs = Math.min(chain.client.pollingInterval, until.deadline - Date.now());
    if (pauseMs <= 0 || until.signal?.aborted) return null;
    await delay(pauseMs, undefined, { signal: until.signal }).catch(() => undefined);
  }
}

async function findConfirmed(
  database: Queryable,
  chain: Chain,
  hash: Hex,
): Promise<TransactionReceipt | null> {
  const receipt =
    (await findReceipt(chain, hash)) ?? (await firstReceipt(chain, await rivalsOf(database, hash)));
  if (!receipt || chain.confirmations === 1) return receipt;
  const head = await chain.client.getBlockNumber();
  return head - receipt.blockNumber + 1n >= BigInt(chain.confirmations) ? receipt : null;
}

/** The receipt of whichever of these transactions was mined. */
export async function firstReceipt(
  chain: Chain,
  candidates: TransactionRow[],
): Promise<TransactionReceipt | null> {
  const receipts = await Promise.all(candidates.map(({ hash }) => findReceipt(chain, hash)));
  return receipts.find((receipt) => receipt !== null) ?? null;
}
