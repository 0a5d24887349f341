import "server-only";
import { isAddressEqual, type Address } from "viem";
import { blockTime, minedNonces, type Chain } from "#lib/base/chains.ts";
import type { DatabaseReading } from "./read-database.ts";

export type ChainReading = Awaited<ReturnType<typeof readChain>>;

/**
 * What a chain's node says: its last block, how far behind it the events are followed, and the nonces of accounts.
 * @param known what the database says; null where it says nothing
 */
export async function readChain(chain: Chain, accounts: readonly Address[], known: DatabaseReading | null) {
  const cursor = known?.cursors.find(
    ({ chainId, checkout }) => chainId === chain.id && isAddressEqual(checkout, chain.checkout),
  );
  const head = await chain.client.getBlock();
  const [lag, minedCounts] = await Promise.all([
    cursor ? lagOf(chain, cursor.blockNumber, head) : null,
    Promise.all(
      accounts.map(async (account) => ({ account, minedCount: await minedNonces(chain, account) })),
    ),
  ]);
  return { headAt: Number(head.timestamp) * 1_000, lag, minedCounts };
}

/** A reorganisation may have left fewer blocks than were followed. */
async function lagOf(
  chain: Chain,
  followed: bigint,
  head: { number: bigint; timestamp: bigint },
): Promise<{ blocks: number; seconds: number }> {
  if (followed >= head.number) return { blocks: 0, seconds: 0 };
  const followedAt = await blockTime(chain, followed);
  const seconds = Number(head.timestamp) - followedAt.getTime() / 1_000;
  return { blocks: Number(head.number - followed), seconds };
}

/** Nonces from the first that is free on, below the last that is taken, which nothing has. @param open in order */
export function nonceGap(open: readonly number[], minedCount: number): number {
  const taken = new Set(open.filter((nonce) => nonce >= minedCount));
  const last = open.at(-1) ?? minedCount - 1;
  return Math.max(0, last - minedCount + 1 - taken.size);
}
