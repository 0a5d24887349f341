import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { startChain } from "#lib/local/chain.ts";
import { type Server, startServer } from "#lib/local/server.ts";
import type { Order } from "#lib/shared/order.ts";
import {
  createParts,
  createWallet,
  openPayment,
  pay,
  rawBody,
  type Parts,
  type Wallet,
} from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";

/** Blocks of a second; every test has its own database, Checkout and key. */
let rpcUrl: string;

beforeAll(async () => {
  const chain = await startChain({ blockTimeMs: 1_000 });
  rpcUrl = chain.rpcUrl;
  return chain.stop;
});

test("an order that is paid is delivered within 30 s, though nobody asks for it", async () => {
  const { server, wallet } = await startWith({ SWEEP_INTERVAL_MS: "" });
  const order = await place(server, wallet);
  await pay(wallet, order);
  const paidAt = Date.now();
  await until(async () => (await read(server, order)).status === "deployed");
  expect(Date.now() - paidAt).toBeLessThan(30_000);
  expect(await openPayment(wallet, order)).toEqual([0n, 0n]);
});

test("the cron route sweeps once for who knows the secret, and for nobody else", async () => {
  const secret = "a-secret-of-the-operator";
  const { server, wallet, parts } = await startWith({ CRON_SECRET: secret });
  const url = `${server.url}/api/cron/sweep`;
  const order = await place(server, wallet);
  await pay(wallet, order);
  for (const authorization of ["", "Bearer wrong", secret]) {
    const refused = await fetch(url, { headers: { authorization } });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: "unauthorized" });
  }
  expect((await read(server, order)).status).toBe("awaiting_payment");
  const swept = await fetch(url, { headers: { Authorization: `Bearer ${secret}` } });
  expect(swept.status).toBe(200);
  expect(await swept.json()).toMatchObject({ noticed: 1, deployed: 1, errors: 0 });
  expect((await call(url, "POST")).status).toBe(405);

  const closed = await startServer("start", parts.env);
  onTestFinished(closed.stop);
  const { status, body } = await call(`${closed.url}/api/cron/sweep`);
  expect([status, body.code]).toEqual([404, "not_found"]);
});

test("a server that is told to end writes down how far its sweep has come, and the next one goes on", async () => {
  const { server, wallet, parts } = await startWith({
    SWEEP_INTERVAL_MS: "200",
    CONFIRMATIONS_31337: "4",
    LOG_LEVEL: "info",
  });
  const order = await place(server, wallet);
  await pay(wallet, order);
  await until(async () => (await read(server, order)).status === "submitted");
  const exited = once(server.child, "exit");
  server.child.kill("SIGTERM");
  expect(await exited).toEqual([143, null]);
  expect(server.output()).toMatch(/"waiting":1,.*"swept"/);

  const next = await startServer("start", { ...parts.env, SWEEP_INTERVAL_MS: "200" });
  onTestFinished(next.stop);
  const submitted = await read(next, order);
  await until(async () => (await read(next, order)).status === "deployed");
  expect((await read(next, order)).deployTx).toBe(submitted.deployTx);
});

async function startWith(
  overrides: Record<string, string>,
): Promise<{ server: Server; wallet: Wallet; parts: Parts }> {
  const parts = await createParts(rpcUrl);
  const server = await startServer("start", { ...parts.env, ...overrides });
  onTestFinished(async () => {
    await server.stop();
    await parts.stop();
  });
  return { server, wallet: await createWallet(rpcUrl), parts };
}

async function place(server: Server, wallet: Wallet): Promise<Order> {
  const body = JSON.stringify(rawBody(wallet.account.address));
  const response = await fetch(`${server.url}/api/tokens`, { method: "POST", body });
  return response.json();
}

async function read(server: Server, { address }: Order): Promise<Order> {
  return (await fetch(`${server.url}/api/tokens/${address}`)).json();
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await delay(100);
}
