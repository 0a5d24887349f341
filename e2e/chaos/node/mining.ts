import { parseGwei } from "viem";
import { BLOCK_TIME_MS, type ChainClient } from "./chain-client.ts";

const USUAL_BASE_FEE_WEI = parseGwei("1");

export async function pauseMining(client: ChainClient): Promise<void> {
  await client.setIntervalMining({ interval: 0 });
}

export async function resumeMining(client: ChainClient): Promise<void> {
  await client.setIntervalMining({ interval: BLOCK_TIME_MS / 1_000 });
}

/** Keeps the base fee of every block at this, where it would fall by an eighth with each. @returns what ends it */
export function holdBaseFee(client: ChainClient, baseFeePerGas: bigint): () => Promise<void> {
  const hold = () => client.setNextBlockBaseFeePerGas({ baseFeePerGas });
  let last = hold();
  const timer = setInterval(() => {
    last = last.then(hold);
  }, BLOCK_TIME_MS / 5);
  return async () => {
    clearInterval(timer);
    await last;
    await client.setNextBlockBaseFeePerGas({ baseFeePerGas: USUAL_BASE_FEE_WEI });
  };
}
