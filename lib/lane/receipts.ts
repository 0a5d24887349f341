import "server-only";
import type { Hex, TransactionReceipt } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import { inBatches } from "#lib/base/in-batches.ts";
import { findReceipt, type Since } from "#lib/base/node/receipt-watch.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { rivalHashes } from "./journal.ts";

/**
 * Waits until the transaction, or one that replaced it, has as many confirmations as the chain is configured with.
 * @param until when to stop: `deadline` in milliseconds since the epoch, or the signal
 * @param since how far the chain's watch had come when the receipt was last asked for, if it was
 * @returns the receipt of what was mined, or null if there is none by then
 */
export function waitForReceipt(
  database: Queryable,
  chain: Chain,
  hash: Hex,
  until: { deadline: number; signal?: AbortSignal | undefined },
  since?: Since,
): Promise<TransactionReceipt | null> {
  return chain.receipts.wait({ hash, rivalsOf: rivalsIn(database), since, ...until });
}

type RivalsOf = (hash: Hex) => Promise<readonly Hex[]>;

const readers = new WeakMap<Queryable, RivalsOf>();

/** Reads what shares the nonces of several transactions at once: all who wait on a chain ask at the same moment. */
function rivalsIn(database: Queryable): RivalsOf {
  const known = readers.get(database);
  if (known) return known;
  const read = inBatches((hashes: readonly Hex[]) => rivalHashes(database, hashes));
  const rivalsOf: RivalsOf = async (hash) => (await read(hash)) ?? [];
  readers.set(database, rivalsOf);
  return rivalsOf;
}

/** The receipt of whichever of these transactions was mined. */
export async function firstReceipt(
  chain: Chain,
  candidates: TransactionRow[],
): Promise<TransactionReceipt | null> {
  const receipts = await Promise.all(candidates.map(({ hash }) => findReceipt(chain, hash)));
  return receipts.find((receipt) => receipt !== null) ?? null;
}
