import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import {
  BlockNotFoundError,
  TransactionReceiptNotFoundError,
  type Block,
  type Hex,
  type TransactionReceipt,
} from "viem";
import type { NodeClient } from "#lib/base/chains.ts";

/** More blocks than these between two looks are not gone through: the receipts are asked for instead. */
const MOST_BLOCKS = 16n;
/** In how many looks a receipt is asked for that no block has named: the node may answer with what another one knows. */
const UNNAMED_LOOKS = 2;
/** Who waits asks no more often what else could be mined with their nonce, however quick the blocks are. */
const RIVALS_MS = 1_000;

type Awaited = {
  hash: Hex;
  /** What else may be mined in its place, with the same nonce. */
  rivalsOf: (hash: Hex) => Promise<readonly Hex[]>;
  /** From where on blocks are to be gone through, if the receipt was asked for there; else it is asked for first. */
  since?: Since | undefined;
  /** When to stop waiting: in milliseconds since the epoch, or the signal. */
  deadline: number;
  signal?: AbortSignal | undefined;
};

/** How far a watch had come at some moment. */
export type Since = { block: LastBlock | null };
type LastBlock = { number: bigint; hash: Hex | null };

export type ReceiptWatch = {
  now: () => Since;
  /**
   * Waits for a transaction, or one of its rivals, to be mined and confirmed.
   * @returns its receipt; null if there is none in time
   * @throws a viem error, as soon as the node can't be asked
   */
  wait: (awaited: Awaited) => Promise<TransactionReceipt | null>;
  /** Whether being in a block that is there is all that a transaction needs to be confirmed. */
  isConfirmedAtOnce: boolean;
};

type Waiter = Pick<Awaited, "hash" | "rivalsOf"> & {
  /** Its hash, and those of its rivals that are known. */
  hashes: Set<Hex>;
  /** Those of them that are to be asked for, in how many looks. */
  asked: Map<Hex, number>;
  rivalsAskedAt: number;
  /** What was mined, and waits for its confirmations. */
  mined: TransactionReceipt | null;
  end: (receipt: TransactionReceipt) => void;
  fail: (error: unknown) => void;
};

/** The receipt of a transaction, or null while it is in no block. */
export async function findReceipt(
  { client }: { client: NodeClient },
  hash: Hex,
): Promise<TransactionReceipt | null> {
  try {
    return await client.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  }
}

/**
 * Watches the blocks of a chain for all who wait for a transaction, while anybody does. However many they are, the
 * height is asked for once a polling interval and each block once; a receipt is asked for when its wait begins, and
 * when a block names it. Where a reorganisation is seen, and where blocks were left out, all are asked for again.
 */
export function watchReceipts(client: NodeClient, confirmations: number): ReceiptWatch {
  const waiters = new Set<Waiter>();
  let isWatching = false;
  /** The last block that was gone through; null while nobody watches. */
  let last: LastBlock | null = null;

  async function watch(): Promise<void> {
    isWatching = true;
    while (waiters.size > 0) {
      await look().catch((error: unknown) => waiters.forEach(({ fail }) => fail(error)));
      if (waiters.size > 0) await delay(client.pollingInterval);
    }
    isWatching = false;
    last = null;
  }

  async function look(): Promise<void> {
    const height = await client.getBlockNumber();
    // The first block that is gone through may have come while the first receipt was asked for.
    last ??= { number: height - 1n, hash: null };
    const isNews = height > last.number;
    if (isNews) await goThrough(last.number + 1n, height);
    const looks = [...waiters].map((waiter) =>
      lookFor(waiter, height, isNews).catch((error: unknown) => waiter.fail(error)),
    );
    await Promise.all(looks);
  }

  async function goThrough(from: bigint, to: bigint): Promise<void> {
    if (to - from >= MOST_BLOCKS) {
      last = { number: to, hash: null };
      askForAll();
      return;
    }
    const numbers = Array.from({ length: Number(to - from) + 1 }, (_, index) => from + BigInt(index));
    const blocks = await Promise.all(numbers.map((number) => findBlock(client, number)));
    for (const [index, block] of blocks.entries()) {
      // Another node behind the same address may not have come as far.
      if (!block) return;
      if (last?.hash && last.hash !== block.parentHash) askForAll();
      last = { number: from + BigInt(index), hash: block.hash };
      const named = new Set(block.transactions);
      for (const { hashes, asked } of waiters)
        for (const hash of hashes) if (named.has(hash)) asked.set(hash, Number.POSITIVE_INFINITY);
    }
  }

  function askForAll(): void {
    for (const { hashes, asked } of waiters)
      for (const hash of hashes) asked.set(hash, Math.max(UNNAMED_LOOKS, asked.get(hash) ?? 0));
  }

  async function lookFor(waiter: Waiter, height: bigint, isNews: boolean): Promise<void> {
    await askFor(waiter, height);
    const { hash, hashes, asked, rivalsOf, rivalsAskedAt, mined } = waiter;
    const isTime = rivalsAskedAt === 0 || (isNews && Date.now() - rivalsAskedAt >= RIVALS_MS);
    if (mined || !isTime) return;
    waiter.rivalsAskedAt = Date.now();
    for (const rival of await rivalsOf(hash)) {
      if (hashes.has(rival)) continue;
      hashes.add(rival);
      asked.set(rival, UNNAMED_LOOKS);
    }
  }

  async function askFor(waiter: Waiter, height: bigint): Promise<void> {
    const { mined, asked, hashes } = waiter;
    if (mined && !isConfirmed(mined, height)) return;
    // What was mined a while ago is looked for once more, before it counts as confirmed.
    const wanted = mined ? [mined.transactionHash] : [...asked.keys()];
    const receipts = await Promise.all(wanted.map((hash) => findReceipt({ client }, hash)));
    const receipt = receipts.find((each) => each !== null) ?? null;
    waiter.mined = receipt;
    if (receipt && isConfirmed(receipt, height)) waiter.end(receipt);
    if (receipt) return;
    for (const hash of mined ? hashes : []) asked.set(hash, UNNAMED_LOOKS);
    for (const hash of mined ? [] : wanted) countDown(asked, hash);
  }

  /** Some nodes show the receipts of a block that is not made yet. */
  function isConfirmed({ blockNumber }: TransactionReceipt, height: bigint): boolean {
    return height - blockNumber + 1n >= BigInt(confirmations);
  }

  function now(): Since {
    return { block: last };
  }

  async function wait({
    hash,
    rivalsOf,
    since,
    deadline,
    signal,
  }: Awaited): Promise<TransactionReceipt | null> {
    const { block } = since ?? now();
    const mined = since ? null : await findReceipt({ client }, hash);
    const { promise, resolve, reject } = Promise.withResolvers<TransactionReceipt | null>();
    // Only while blocks were gone through may it have been mined since then, and not be named by a later one.
    const asked = new Map(last !== null && last === block ? [] : [[hash, UNNAMED_LOOKS] as const]);
    const hashes = new Set([hash]);
    const waiter: Waiter = {
      hash,
      rivalsOf,
      hashes,
      asked,
      rivalsAskedAt: 0,
      mined,
      end: resolve,
      fail: reject,
    };
    const stop = () => resolve(null);
    const timer = setTimeout(stop, deadline - Date.now());
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    waiters.add(waiter);
    if (!isWatching) void watch();
    try {
      return await promise;
    } finally {
      waiters.delete(waiter);
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }

  return { now, wait, isConfirmedAtOnce: confirmations === 1 };
}

function countDown(asked: Map<Hex, number>, hash: Hex): void {
  const left = (asked.get(hash) ?? 0) - 1;
  if (left > 0) asked.set(hash, left);
  else asked.delete(hash);
}

async function findBlock(client: NodeClient, blockNumber: bigint): Promise<Block<bigint, false> | null> {
  try {
    return await client.getBlock({ blockNumber });
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null;
    throw error;
  }
}
