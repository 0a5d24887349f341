import { createTestClient, http, parseEther, publicActions, type Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { Failure } from "./failure.ts";
import { freePort } from "./free-port.ts";
import { nodeFailure } from "./node-failure.ts";
import { endOf, outputOf, spawnNode, stopProcess, until, type Running } from "./process.ts";

/** A Hardhat chain that makes a block every `blockTimeMs`, or one for each transaction where that is 0. */
export async function startChain({
  blockTimeMs,
  chainId = hardhat.id,
  chainType = "generic",
}: {
  blockTimeMs: number;
  chainId?: number;
  /** `op` has the contracts that are built into chains of the OP stack, and takes their fees. */
  chainType?: "generic" | "op";
}): Promise<Running & { rpcUrl: string }> {
  const port = await freePort();
  const args = [
    "node",
    "--port",
    String(port),
    "--hostname",
    "127.0.0.1",
    "--chain-id",
    String(chainId),
    "--chain-type",
    chainType,
  ];
  // It writes a line for every call, and would stand still once nobody reads them.
  const child = spawnNode(["node_modules/hardhat/dist/src/cli.js", ...args], {}, [
    "ignore",
    "ignore",
    "pipe",
  ]);
  const rpcUrl = `http://127.0.0.1:${port}`;
  const client = chainClient(rpcUrl);
  const ready = () => client.getChainId();
  await until("The local chain", { child, output: outputOf(child), ready });
  if (blockTimeMs > 0) {
    await client.setAutomine(false);
    await client.setIntervalMining({ interval: blockTimeMs / 1000 });
  }
  return { rpcUrl, ended: endOf("The local chain", child), stop: () => stopProcess(child) };
}

/**
 * A funded key of the server's own, and a Checkout that it deployed.
 * @throws {Failure} if the node does not answer, serves another chain, or can't give the key its play money
 */
export async function prepareChain(
  rpcUrl: string,
  refundDelaySeconds: number,
): Promise<{ checkout: Address; privateKey: string }> {
  const privateKey = generatePrivateKey();
  const deployer = privateKeyToAccount(privateKey);
  const client = chainClient(rpcUrl);
  try {
    const served = await client.getChainId();
    if (served !== hardhat.id)
      throw new Failure(`The node of RPC_URL_31337 serves chain ${served}. Name one that serves 31337.`);
    await client.setBalance({ address: deployer.address, value: parseEther("10000") });
    const treasury = deployer.address;
    const checkout = await deployCheckout({ rpcUrl, deployer, treasury, refundDelaySeconds });
    return { checkout, privateKey };
  } catch (error) {
    throw error instanceof Failure ? error : nodeFailure("RPC_URL_31337", error);
  }
}

export function chainClient(rpcUrl: string) {
  return createTestClient({
    mode: "hardhat",
    chain: hardhat,
    transport: http(rpcUrl),
    pollingInterval: 100,
    cacheTime: 0,
  }).extend(publicActions);
}
