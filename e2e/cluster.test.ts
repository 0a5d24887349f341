import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { completeBuild } from "#lib/local/build.ts";
import { freePort } from "#lib/local/free-port.ts";
import { root } from "#lib/local/process.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call, deployAsTold } from "./support/api-client.ts";
import { askOn } from "./support/ask-on.ts";

/** Servers that share a port, as PM2 runs them by the project's configuration of it. */

const app = z.object({
  name: z.string(),
  script: z.string(),
  instances: z.number(),
  exec_mode: z.enum(["cluster", "fork"]),
  node_args: z.array(z.string()),
  kill_timeout: z.number(),
});
const { apps } = z
  .object({ apps: z.tuple([app], app) })
  .parse(createRequire(import.meta.url)("../ecosystem.config.cjs"));
const [servers] = apps;

let parts: Parts;
let workers: Worker[];
let url: string;

beforeAll(async () => {
  completeBuild();
  parts = await createParts();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  cluster.setupPrimary({ exec: servers.script, cwd: root, execArgv: servers.node_args, silent: true });
  Object.assign(process.env, parts.env, { HOSTNAME: "127.0.0.1", PORT: String(port) });
  workers = await Promise.all(Array.from({ length: servers.instances }, start));
});

afterAll(async () => {
  await Promise.all(workers.map(end));
  await parts.stop();
});

async function start(): Promise<Worker> {
  const worker = cluster.fork();
  await once(worker, "listening");
  return worker;
}

async function end(worker: Worker): Promise<unknown[]> {
  const ended = once(worker, "exit");
  worker.process.kill("SIGINT");
  return ended;
}

test("servers are replaced one by one under load, and no request is lost", async () => {
  const outcomes: string[] = [];
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const asking = askOn(`${url}/api/tokens`, outcomes, { signal: over.signal });
  const wallet = await createWallet();
  const { body: order } = await call(`${url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const { address = "0x", price = "0", checkout = "0x" } = order;
  await pay(wallet, { address, price, checkout });
  const deploying = deployAsTold(url, { token: address });
  for (const [index, old] of workers.entries()) {
    workers[index] = await start();
    const startedAt = Date.now();
    expect(await end(old)).toEqual([130, null]);
    expect(Date.now() - startedAt).toBeLessThan(servers.kill_timeout);
  }
  expect((await deploying).map(({ status }) => status)).toEqual([200]);
  const before = outcomes.length;
  await expect.poll(() => outcomes.length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
  over.abort();
  await asking;
  expect(new Set(outcomes)).toEqual(new Set(["200"]));
});

test("a server that is told to end as soon as it listens does so, though its clients ask on", async () => {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const asking = askOn(`${url}/api/tokens`, [], { signal: over.signal });
  const startedAt = Date.now();
  expect((await end(await start()))[1]).toBeNull();
  expect(Date.now() - startedAt).toBeLessThan(20_000);
  over.abort();
  await asking;
});
