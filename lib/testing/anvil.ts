import { fileURLToPath } from "node:url";
import { createPublicClient, http } from "viem";
import { freePort } from "#lib/local/free-port.ts";
import { outputOf, spawnNode, stopProcess, until, type Stoppable } from "#lib/local/process.ts";

const anvil = fileURLToPath(import.meta.resolve("@foundry-rs/anvil/bin.mjs"));

/** An anvil node. What is not said is as anvil has it: a block for each transaction, of 30 million gas. */
export async function startAnvil(options: {
  "chain-id": number;
  /** In seconds. */
  "block-time"?: number;
  "gas-limit"?: number;
}): Promise<Stoppable & { rpcUrl: string }> {
  const port = await freePort();
  const args = Object.entries({ host: "127.0.0.1", port, accounts: 1, ...options }).flatMap(
    ([name, value]) => [`--${name}`, String(value)],
  );
  const child = spawnNode([anvil, "--silent", ...args], {}, ["ignore", "ignore", "pipe"]);
  const rpcUrl = `http://127.0.0.1:${port}`;
  const client = createPublicClient({ transport: http(rpcUrl) });
  const ready = () => client.getChainId();
  await until("The anvil chain", { child, output: outputOf(child), ready });
  return { rpcUrl, stop: () => stopProcess(child) };
}
