import { parseEther, type Address } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { startChain } from "#lib/local/chain.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { startAnvil } from "#lib/testing/anvil.ts";
import type { NodeKind } from "../plan/plan.ts";
import { BLOCK_TIME_MS, definitions, openChainClient, type ChainClient } from "./chain-client.ts";
import type { Taps } from "./faulty-proxy.ts";

/** One chain of a world, with a Checkout on it. */
export type TestChain = Stoppable & {
  kind: NodeKind;
  id: number;
  rpcUrl: string;
  client: ChainClient;
  checkout: Address;
  /** Of the calls that reach the node through any proxy. */
  taps: Taps;
};

const REFUND_DELAY_SECONDS = 1;
const SENDER_WEI = parseEther("10000");

/** A node that makes a block every second, and on it a Checkout that the sender deployed. */
export async function openTestChain(kind: NodeKind, sender: PrivateKeyAccount): Promise<TestChain> {
  const { rpcUrl, stop } = await starters[kind]();
  try {
    const client = openChainClient(kind, rpcUrl);
    await client.setBalance({ address: sender.address, value: SENDER_WEI });
    const checkout = await deployCheckout({
      rpcUrl,
      deployer: sender,
      treasury: sender.address,
      refundDelaySeconds: REFUND_DELAY_SECONDS,
    });
    const taps: Taps = { before: new Set(), after: new Set() };
    return { kind, id: definitions[kind].id, rpcUrl, client, checkout, taps, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const starters: Record<NodeKind, () => Promise<Stoppable & { rpcUrl: string }>> = {
  hardhat: () => startChain({ blockTimeMs: BLOCK_TIME_MS }),
  anvil: () => startAnvil({ "chain-id": definitions.anvil.id, "block-time": BLOCK_TIME_MS / 1_000 }),
};
