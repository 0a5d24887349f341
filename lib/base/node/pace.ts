import "server-only";
import type { Chain, NodeClient } from "#lib/base/chains.ts";

/** What is so far behind the head is settled: no node is further behind, and no reorganisation is expected to be deeper. */
const SETTLED_MS = 120_000;
const SETTLED_BLOCKS = 64n;
/** Where blocks are made faster than anybody counts time, such as by a test. */
const MOST_BLOCKS = 10_000n;

/** Between so many blocks the time of one is measured, and again after a while. */
const MEASURED_BLOCKS = 100n;
const MEASURED_FOR_MS = 600_000;

/**
 * How many of the last blocks may still change, or be missing in what a node tells: two minutes' worth, and 64 at
 * least, however quick the chain is.
 */
export async function unsettledBlocks(chain: Chain): Promise<bigint> {
  return blocksWithin(chain.definition.blockTime ?? (await measured(chain)));
}

/** @param blockTimeMs 0 where it is not known */
export function blocksWithin(blockTimeMs: number): bigint {
  const blocks = blockTimeMs > 0 ? BigInt(Math.ceil(SETTLED_MS / blockTimeMs)) : SETTLED_BLOCKS;
  if (blocks > MOST_BLOCKS) return MOST_BLOCKS;
  return blocks > SETTLED_BLOCKS ? blocks : SETTLED_BLOCKS;
}

const known = new WeakMap<NodeClient, { at: number; blockTimeMs: Promise<number> }>();

function measured({ client }: Chain): Promise<number> {
  const former = known.get(client);
  if (former && Date.now() - former.at < MEASURED_FOR_MS) return former.blockTimeMs;
  const blockTimeMs = measure(client);
  known.set(client, { at: Date.now(), blockTimeMs });
  blockTimeMs.catch(() => known.delete(client));
  return blockTimeMs;
}

async function measure(client: NodeClient): Promise<number> {
  const head = await client.getBlock();
  const blocks = head.number < MEASURED_BLOCKS ? head.number : MEASURED_BLOCKS;
  if (blocks === 0n) return 0;
  const earlier = await client.getBlock({ blockNumber: head.number - blocks });
  return (Number(head.timestamp - earlier.timestamp) * 1_000) / Number(blocks);
}
