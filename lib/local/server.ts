import type { ChildProcess } from "node:child_process";
import type { Address } from "viem";
import { hardhat } from "viem/chains";
import { freePort } from "./free-port.ts";
import { spawnNode, stopProcess, until, type Stoppable } from "./process.ts";

const CHAIN_ID = hardhat.id;

/** The environment of a server on these parts. */
export function serverEnv(parts: {
  databaseUrl: string;
  rpcUrl: string;
  checkout: Address;
  privateKey: string;
}) {
  return {
    DATABASE_URL: parts.databaseUrl,
    CHAIN_IDS: String(CHAIN_ID),
    [`RPC_URL_${CHAIN_ID}`]: parts.rpcUrl,
    [`PUBLIC_RPC_URL_${CHAIN_ID}`]: parts.rpcUrl,
    [`CHECKOUT_${CHAIN_ID}`]: parts.checkout,
    [`PRICE_${CHAIN_ID}`]: "0.01",
    DEPLOYER_PRIVATE_KEY: parts.privateKey,
  };
}

export type Server = Stoppable & { url: string; child: ChildProcess; output: () => string };

/** `next start` or `next dev`, awaited until it answers. What a test preloads into it may talk to its parent. */
export async function startServer(
  mode: "start" | "dev",
  env: Record<string, string>,
  port?: number,
): Promise<Server> {
  const listen = await freePort(port);
  const child = spawnNode(
    ["node_modules/next/dist/bin/next", mode, "--port", String(listen), "--hostname", "127.0.0.1"],
    env,
    ["ignore", "pipe", "pipe", "ipc"],
  );
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => output.push(String(data)));
  const url = `http://127.0.0.1:${listen}`;
  try {
    await until("the server", child, () => fetch(`${url}/api/health`));
  } catch (error) {
    throw new Error(`The server did not start:\n${output.join("")}`, { cause: error });
  }
  return { url, child, output: () => output.join(""), stop: () => stopProcess(child) };
}
