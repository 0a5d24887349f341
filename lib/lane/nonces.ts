import "server-only";
import type { Address } from "viem";
import { minedNonces, type Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import { occupants, type Lane, type Occupant } from "./journal.ts";

/** What a node says of an account, all as of one block: a node that lags behind says it of an earlier one. */
export type LaneView = {
  /** The number of that block. */
  head: bigint;
  /** How many of the account's transactions are in it or before it, which is the first nonce that may be free. */
  minedCount: number;
};

/** @param head the number of the block; by default the last */
export async function viewLane(chain: Chain, sender: Address, head?: bigint): Promise<LaneView> {
  const block = head ?? (await chain.client.getBlockNumber());
  return { head: block, minedCount: await minedNonces(chain, sender, block) };
}

/**
 * The nonces, from the first that may be free, which something has: an open transaction, or one in a block that the
 * node has not come to; and what is open. What the journal calls mined in an earlier block is not there any more,
 * for the node counts its nonce as free: a reorganisation has removed it.
 */
export async function occupiedNonces(
  database: Queryable,
  lane: Lane,
  view: LaneView,
): Promise<{ open: Occupant[]; taken: Set<number> }> {
  const all = await occupants(database, lane, view.minedCount);
  const open = all.filter(({ outcome }) => outcome === null);
  const mined = all.filter((each) => each.outcome !== null && !isRemoved(each, view));
  return { open, taken: new Set([...open, ...mined].map(({ nonce }) => nonce)) };
}

/** Whether what the journal calls mined, with a nonce that the node counts as free, was removed by a reorganisation. */
export function isRemoved({ blockNumber }: { blockNumber: bigint | null }, { head }: LaneView): boolean {
  return blockNumber !== null && blockNumber <= head;
}

/** The first nonce that nothing has. One that was left out would hold up all that follow, so it is used first. */
export function firstFreeNonce(taken: ReadonlySet<number>, { minedCount }: LaneView): number {
  let nonce = minedCount;
  while (taken.has(nonce)) nonce += 1;
  return nonce;
}
