import type { PublicChain } from "#lib/shared/chain/public-config.ts";

/** The chain on a developer's own machine. */
export const LOCAL_CHAIN_ID = 31337;

/** Where it is not known how often blocks come; the local chain makes one a second. */
const BLOCK_MS = 4_000;
const LOCAL_BLOCK_MS = 1_000;
/** However quick a chain is, nobody reads quicker. */
const LEAST_POLLING_MS = 1_000;

/** How often a chain is looked at: no page asks a node more often than there is something new. */
export function pollingMsOf(chain: PublicChain): number {
  return Math.max(blockMsOf(chain), LEAST_POLLING_MS);
}

/**
 * Within how many seconds a transaction usually has so many blocks, its own being the first: one more passes until
 * it is in one.
 */
export function usualSeconds(chain: PublicChain, blocks: number): number {
  return Math.max(1, Math.ceil(((blocks + 1) * blockMsOf(chain)) / 1_000));
}

function blockMsOf({ id, blockTimeMs }: PublicChain): number {
  return blockTimeMs ?? (id === LOCAL_CHAIN_ID ? LOCAL_BLOCK_MS : BLOCK_MS);
}
