import { parseEther, parseGwei, type Address } from "viem";
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { chainClient, startChain } from "#lib/local/chain.ts";
import type { Keep, Stoppable } from "#lib/local/process.ts";
import { startAnvil } from "#lib/testing/anvil.ts";
import { startMetronome } from "./metronome.ts";

const FUNDS_WEI = parseEther("1000000");
const REFUND_DELAY_SECONDS = 3_600;
const BASE_FEE_PER_GAS = parseGwei("1");

/** A chain with a Checkout. */
export type BenchChain = {
  rpcUrl: string;
  client: ReturnType<typeof chainClient>;
  checkout: Address;
  /** A new account with more than it will ever need. */
  fundedKey: () => Promise<FundedKey>;
  /** Makes a block for each transaction, as it comes. */
  mineEach: () => Promise<void>;
  /** Makes a block every so many seconds. However full they are, gas stays as cheap as it is. */
  mineEvery: (seconds: number) => Promise<void>;
  /** Makes none but those that are asked for. */
  pause: () => Promise<void>;
};

type FundedKey = { privateKey: `0x${string}`; account: PrivateKeyAccount };

/** Which node makes the blocks: anvil is quick, Hardhat is what the demo has. */
export type NodeKind = "anvil" | "hardhat";

/** @param gasLimit of a block, where the node is anvil */
export async function openBenchChain(
  keep: Keep,
  { kind, gasLimit }: { kind: NodeKind; gasLimit: number },
): Promise<BenchChain> {
  const { rpcUrl } = keep(
    kind === "anvil"
      ? await startAnvil({ "chain-id": hardhat.id, "gas-limit": gasLimit })
      : await startChain({ blockTimeMs: 0 }),
  );
  const client = chainClient(rpcUrl);
  const fundedKey = async () => {
    const privateKey = generatePrivateKey();
    const account = privateKeyToAccount(privateKey);
    await client.setBalance({ address: account.address, value: FUNDS_WEI });
    return { privateKey, account };
  };
  const { account: deployer } = await fundedKey();
  const checkout = await deployCheckout({
    rpcUrl,
    deployer,
    treasury: deployer.address,
    refundDelaySeconds: REFUND_DELAY_SECONDS,
  });
  let metronome: Stoppable | null = null;
  const pause = async () => {
    await client.setAutomine(false);
    await metronome?.stop();
    metronome = null;
  };
  keep({ stop: async () => metronome?.stop() });
  return {
    rpcUrl,
    client,
    checkout,
    fundedKey,
    pause,
    mineEach: async () => {
      await pause();
      await client.setAutomine(true);
    },
    mineEvery: async (seconds) => {
      await pause();
      metronome = startMetronome(seconds * 1_000, async () => {
        await client.setNextBlockBaseFeePerGas({ baseFeePerGas: BASE_FEE_PER_GAS });
        await client.mine({ blocks: 1 });
      });
    },
  };
}
