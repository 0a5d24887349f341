import { spawn, type ChildProcess, type SpawnOptions, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { createTestClient, http, parseEther, publicActions, type Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { z } from "zod";
import { deployCheckout, migrateDatabase } from "#lib/base/install.ts";
import { freePort } from "./free-port.ts";

/** What a local Coinwright consists of: a database, a chain, a Checkout on it, and servers. Used by demo, dev and tests. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const CHAIN_ID = hardhat.id;

export type Stoppable = { stop: () => Promise<void> };

export type Postgres = Stoppable & {
  /** The address of the server. */
  url: string;
  /** Stops the server and keeps its data; every session on it is lost. */
  halt: () => Promise<void>;
  /** Starts the halted server again, at the same address. */
  resume: () => Promise<void>;
};

/** A PostgreSQL of its own, gone when stopped. */
export async function startPostgres(): Promise<Postgres> {
  // Detached: Ctrl-C in a terminal reaches every process of the group, and the database must go last.
  const options = {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  } satisfies SpawnOptions;
  const child = spawn(process.execPath, ["lib/local/postgres-process.ts"], options);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => output.push(String(data)));
  const address = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve(z.string().parse(message)));
    child.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${output.join("")}`)));
  });
  const ask = async (request: "halt" | "resume") => {
    const answered = once(child, "message");
    child.send(request);
    await answered;
  };
  return {
    url: address,
    halt: () => ask("halt"),
    resume: () => ask("resume"),
    stop: () => stopProcess(child),
  };
}

/** A fresh database on a server, with the current schema. @returns its address */
export async function createDatabase(serverUrl: string, name: string): Promise<Stoppable & { url: string }> {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await runSql(serverUrl, `create database ${name}`);
  await migrateDatabase(url.href, join(root, "drizzle"));
  return { url: url.href, stop: () => runSql(serverUrl, `drop database if exists ${name} with (force)`) };
}

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

export function chainClient(rpcUrl: string) {
  return createTestClient({
    mode: "hardhat",
    chain: hardhat,
    transport: http(rpcUrl),
    pollingInterval: 100,
    cacheTime: 0,
  }).extend(publicActions);
}

export async function runSql(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function spawnNode(args: string[], env: Record<string, string>, stdio: StdioOptions): ChildProcess {
  return spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio });
}

async function until(what: string, child: ChildProcess, ready: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${what} ended with ${child.exitCode}`);
    try {
      await ready();
      return;
    } catch {
      await delay(100);
    }
  }
  throw new Error(`${what} does not answer`);
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(killer);
}
