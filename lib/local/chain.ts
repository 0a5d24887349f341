import { createTestClient, http, parseEther, publicActions, type Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { freePort } from "./free-port.ts";
import { spawnNode, stopProcess, until, type Stoppable } from "./process.ts";

/** A Hardhat chain that makes a block every `blockTimeMs`, or one for each transaction where that is 0. */
export async function startChain({
  blockTimeMs,
}: {
  blockTimeMs: number;
}): Promise<Stoppable & { rpcUrl: string }> {
  const port = await freePort();
  const args = ["node", "--port", String(port), "--hostname", "127.0.0.1"];
  // It writes a line for every call, and would stand still once nobody reads them.
  const child = spawnNode(["node_modules/hardhat/dist/src/cli.js", ...args], {}, "ignore");
  const rpcUrl = `http://127.0.0.1:${port}`;
  const client = chainClient(rpcUrl);
  await until("the chain", child, () => client.getChainId());
  if (blockTimeMs > 0) {
    await client.setAutomine(false);
    await client.setIntervalMining({ interval: blockTimeMs / 1000 });
  }
  return { rpcUrl, stop: () => stopProcess(child) };
}

/** A funded key of the server's own, and a Checkout that it deployed. */
export async function prepareChain(
  rpcUrl: string,
  refundDelaySeconds: number,
): Promise<{ checkout: Address; privateKey: string }> {
  const privateKey = generatePrivateKey();
  const deployer = privateKeyToAccount(privateKey);
  await chainClient(rpcUrl).setBalance({ address: deployer.address, value: parseEther("10000") });
  const checkout = await deployCheckout({ rpcUrl, deployer, treasury: deployer.address, refundDelaySeconds });
  return { checkout, privateKey };
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
