import type { Hex } from "viem";
import { findReceipt, type ChainClient } from "./chain-client.ts";
import { pauseMining, resumeMining } from "./mining.ts";
import type { TestChain } from "./test-chain.ts";

/** Where a chain can be put back to. */
export type Mark = { blockNumber: bigint; snapshot: Hex; takenAt: number };

export async function markChain({ client }: TestChain): Promise<Mark> {
  // What was set by hand since the last block is not of it, and would be lost with the blocks that follow.
  await client.mine({ blocks: 1 });
  const blockNumber = await client.getBlockNumber();
  return { blockNumber, snapshot: await client.snapshot(), takenAt: Date.now() };
}

/**
 * Puts other blocks in the place of all since the mark, and one more, as a longer branch does. The servers see nothing
 * in between.
 * @returns whether these transactions were mined, and are not any more
 */
export async function reorganise(chain: TestChain, mark: Mark, hashes: Hex[]): Promise<boolean> {
  const { client, kind, taps } = chain;
  const over = Promise.withResolvers<void>();
  const wait = () => over.promise;
  taps.before.add(wait);
  await pauseMining(client);
  try {
    const before = await Promise.all(hashes.map((hash) => findReceipt(client, hash)));
    await (kind === "anvil" ? replaceBlocks(client, mark) : goBack(client, mark));
    const after = await Promise.all(hashes.map((hash) => findReceipt(client, hash)));
    return before.some((receipt, index) => receipt !== null && after[index]?.blockHash !== receipt.blockHash);
  } finally {
    await resumeMining(client);
    taps.before.delete(wait);
    over.resolve();
  }
}

/** Hardhat can only be what it was, the transactions included that waited then. */
async function goBack(client: ChainClient, { snapshot, takenAt }: Mark): Promise<void> {
  const head = await client.getBlockNumber();
  await client.revert({ id: snapshot });
  // Going back, the chain puts its clock back as well.
  await client.increaseTime({ seconds: Math.floor((Date.now() - takenAt) / 1_000) });
  const lost = head - (await client.getBlockNumber());
  await client.mine({ blocks: Number(lost) + 1, interval: 1 });
}

/** Anvil reorganises by itself, and forgets the transactions of the blocks that it takes away. */
async function replaceBlocks(client: ChainClient, { blockNumber }: Mark): Promise<void> {
  const depth = Number((await client.getBlockNumber()) - blockNumber);
  if (depth > 0) await client.request<AnvilReorg>({ method: "anvil_reorg", params: [depth, []] });
  await client.mine({ blocks: 1 });
}

/** How many blocks to replace, and which transactions to put into which of the new ones. */
type AnvilReorg = { Method: "anvil_reorg"; Parameters: [depth: number, transactions: []]; ReturnType: null };
