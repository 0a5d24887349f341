import {
  createTestClient,
  http,
  publicActions,
  TransactionReceiptNotFoundError,
  type Hex,
  type TransactionReceipt,
} from "viem";
import { hardhat } from "viem/chains";

export const BLOCK_TIME_MS = 1_000;

/** Straight to the node, past every proxy. */
export type ChainClient = ReturnType<typeof openChainClient>;

export function openChainClient(rpcUrl: string) {
  return createTestClient({
    mode: "hardhat",
    chain: hardhat,
    transport: http(rpcUrl, { batch: true }),
    pollingInterval: 100,
    cacheTime: 0,
  }).extend(publicActions);
}

/** The receipt, or null while the transaction is in no block. */
export async function findReceipt(chain: ChainClient, hash: Hex): Promise<TransactionReceipt | null> {
  try {
    return await chain.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  }
}
