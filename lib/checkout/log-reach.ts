/** The most blocks that are asked for at once, which most public nodes accept. */
const MOST_BLOCKS = 10_000n;
/** How long a refusal is remembered; limits change, and some are of what is found rather than of blocks. */
const REMEMBERED_MS = 600_000;

/**
 * How many blocks to ask for next, between the most that were taken and the fewest that were refused, as far as either is
 * known (`taken` is 0 where it is not).
 */
export type Reach = { blocks: bigint; taken: bigint; refused: { blocks: bigint; atMs: number } | null };

export const unknownReach: Reach = { blocks: MOST_BLOCKS, taken: 0n, refused: null };

/** After so many blocks were taken: where it was all that could be asked for, the next time it is more. */
export function grown(reach: Reach, blocks: bigint, nowMs: number): Reach {
  const isCurrent =
    reach.refused !== null && reach.refused.blocks > blocks && nowMs - reach.refused.atMs < REMEMBERED_MS;
  const refused = isCurrent ? reach.refused : null;
  const taken = larger(reach.taken, blocks);
  if (blocks < reach.blocks) return { ...reach, taken, refused };
  // Half-way to what was refused, so that a node's limit is found in a few steps and kept.
  const more = refused ? (taken + refused.blocks) / 2n : taken * 2n;
  return { blocks: more < MOST_BLOCKS ? more : MOST_BLOCKS, taken, refused };
}

/** After so many blocks were not taken. @param isLimit whether as many need not be asked for again soon */
export function shrunk(reach: Reach, blocks: bigint, isLimit: boolean, nowMs: number): Reach {
  const taken = reach.taken < blocks ? reach.taken : 0n;
  const refused = isLimit ? { blocks, atMs: nowMs } : reach.refused;
  return { blocks: taken > 0n && isLimit ? taken : larger(blocks / 2n, 1n), taken, refused };
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
