import { createTestClient, http, parseGwei, publicActions } from "viem";
import { hardhat } from "viem/chains";
import { testParts } from "./test-parts.ts";

/** The chain itself, with its blocks in the test's hands. */
export const chain = createTestClient({
  mode: "hardhat",
  chain: hardhat,
  transport: http(testParts().rpcUrl),
  pollingInterval: 100,
}).extend(publicActions);

export async function holdBlocks(): Promise<void> {
  await chain.setIntervalMining({ interval: 0 });
}

export async function releaseBlocks(): Promise<void> {
  await chain.setIntervalMining({ interval: 1 });
}

/** Lets the chain's clock, by which refunds become due, run ahead. */
export async function passTime(seconds: number): Promise<void> {
  await chain.increaseTime({ seconds });
  await chain.mine({ blocks: 1 });
}

/** Makes gas cost about this much from the next block on, and with it every new price; empty blocks let it fall again. */
export async function raiseGasPrice(gwei: number): Promise<void> {
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(String(gwei)) });
  await chain.mine({ blocks: 1 });
}
