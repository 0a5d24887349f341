import {
  createTestClient,
  http,
  publicActions,
  TransactionReceiptNotFoundError,
  type Hex,
  type TransactionReceipt,
} from "viem";
import { hardhat, localhost } from "viem/chains";
import type { NodeKind } from "../plan/plan.ts";

export const BLOCK_TIME_MS = 1_000;

/** What each node's chain is known as to viem, and so to the servers. */
export const definitions = { hardhat, anvil: localhost } as const;

/** Straight to the node, past every proxy. */
export type ChainClient = ReturnType<typeof openChainClient>;

export function openChainClient(kind: NodeKind, rpcUrl: string) {
  return createTestClient({
    mode: kind,
    chain: definitions[kind],
    transport: http(rpcUrl, { batch: true }),
    pollingInterval: 100,
    cacheTime: 0,
  }).extend(publicActions);
}

/** The receipt, or null while the transaction is in no block. */
export async function findReceipt(
  client: Pick<ChainClient, "getTransactionReceipt">,
  hash: Hex,
): Promise<TransactionReceipt | null> {
  try {
    return await client.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  }
}
