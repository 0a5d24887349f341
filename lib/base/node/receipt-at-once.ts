import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { Hex, TransactionReceipt } from "viem";
import type { Chain } from "#lib/base/chains.ts";

/** A block that comes later is not worth a wait: what comes behind in the same lane wants to be sent. */
const AT_ONCE_MS = 500;
/** How long a chain is not asked that has made no block so quickly. */
const REST_MS = 60_000;

const restingUntil = new WeakMap<Chain, number>();

/**
 * Sends a transaction's signed bytes by a call that is answered with the receipt, where one block confirms it and the
 * chain makes one at once. A node without that call is asked for it once.
 *
 * @returns null if there is no receipt in time; the node may have the transaction, or not
 * @see ERC-7966
 */
export async function receiptAtOnce(
  chain: Chain,
  raw: Hex,
  waitMs = AT_ONCE_MS,
): Promise<TransactionReceipt | null> {
  if (!chain.receipts.isConfirmedAtOnce || (restingUntil.get(chain) ?? 0) > Date.now()) return null;
  const answered = new AbortController();
  const receipt = await Promise.race([
    // No timeout goes with it: nodes do not agree on how it is written, and not all know of one.
    chain.client.sendRawTransactionSync({ serializedTransaction: raw }).catch(() => null),
    delay(waitMs, null, { signal: answered.signal }),
  ]);
  answered.abort();
  return receipt;
}

/** Notes that a transaction was sent, and no block was made for it at once. */
export function noteLaterBlocks(chain: Chain): void {
  restingUntil.set(chain, Date.now() + REST_MS);
}
