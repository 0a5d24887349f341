import type { ChildProcess } from "node:child_process";
import type { Address } from "viem";
import { hardhat } from "viem/chains";
import { completeBuild, serverFile } from "./build.ts";
import { freePort } from "./free-port.ts";
import { endOf, outputOf, spawnNode, stopProcess, until, type Running } from "./process.ts";

const CHAIN_ID = hardhat.id;
const REQUEST_TIMEOUT_MS = 10_000;

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
    // All who use it come from this machine.
    RATE_LIMIT: "0",
  };
}

const programs = {
  start: [serverFile],
  dev: ["node_modules/next/dist/bin/next", "dev", "--hostname", "127.0.0.1"],
};

export type Server = Running & { url: string; child: ChildProcess; output: () => string };

/** The production build's server, or `next dev`, awaited until it answers. What a test preloads may talk to its parent. */
export async function startServer(
  mode: "start" | "dev",
  env: Record<string, string>,
  port?: number,
): Promise<Server> {
  const free = await freePort(port);
  if (mode === "start") completeBuild();
  const child = spawnNode(programs[mode], { ...env, HOSTNAME: "127.0.0.1", PORT: String(free) }, [
    "ignore",
    "pipe",
    "pipe",
    "ipc",
  ]);
  const output = outputOf(child);
  const url = `http://127.0.0.1:${free}`;
  const ready = () => fetch(`${url}/api/health`, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  await until("The server", { child, output, ready });
  return { url, child, output, ended: endOf("The server", child), stop: () => stopProcess(child) };
}
