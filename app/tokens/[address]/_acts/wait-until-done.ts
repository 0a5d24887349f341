import { WaitForTransactionReceiptTimeoutError, type Client, type Hex, type ReplacementReason } from "viem";
import { waitForTransactionReceipt } from "viem/actions";
import { getClient } from "wagmi/actions";
import type { Config } from "wagmi";
import { OwnTransactionError } from "#app/_wallet/wallet-error.ts";

/** A page waits no longer than this for a block; the transaction may still be taken later. */
const PATIENCE_MS = 180_000;

/**
 * Waits for a transaction, or for what it is for, whichever is seen first: what a contract wallet gives as its hash is
 * none of the chain's, and others may do the same.
 * @param isDone asks the chain whether what it is for is so
 * @returns the hash of that which was mined; null where only what it is for was seen
 * @throws {OwnTransactionError} if it was refused, or cancelled, or no node says what became of it; viem's error of a
 * wait of three minutes
 */
export async function waitUntilDone(
  config: Config,
  chainId: number,
  hash: Hex,
  isDone: () => Promise<boolean>,
): Promise<Hex | null> {
  const ending = new AbortController();
  const { pollingInterval } = nodeOf(config, chainId);
  const done = async () => {
    while (!ending.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, pollingInterval));
      // A node that does not answer now may do so next time; the wait for the transaction ends in any case.
      if (await isDone().catch(() => false)) break;
    }
    return null;
  };
  try {
    return await Promise.race([waitUntilMined(config, chainId, hash), done()]);
  } finally {
    ending.abort();
  }
}

/** Waits for a transaction, or for the one that its wallet has put in its place to speed it up. @returns the hash of that which was mined */
async function waitUntilMined(config: Config, chainId: number, hash: Hex): Promise<Hex> {
  let replaced: ReplacementReason | undefined;
  const receipt = await waitForTransactionReceipt(nodeOf(config, chainId), {
    hash,
    timeout: PATIENCE_MS,
    onReplaced: ({ reason }) => (replaced = reason),
  }).catch((error: unknown) => {
    if (error instanceof WaitForTransactionReceiptTimeoutError) throw error;
    // It is sent: whatever came after that, nobody may read that it was not.
    throw new OwnTransactionError("outOfSight", error);
  });
  if (replaced === "cancelled" || replaced === "replaced") throw new OwnTransactionError("cancelled");
  if (receipt.status === "reverted") throw new OwnTransactionError("revertedWhenMined");
  return receipt.transactionHash;
}

/** What asks a chain's node, as the wallet code is configured. */
export function nodeOf(config: Config, chainId: number): Client {
  const client = getClient(config, { chainId });
  if (!client) throw new Error(`There is no node for chain ${chainId}.`);
  return client;
}
