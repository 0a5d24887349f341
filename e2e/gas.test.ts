import { setTimeout as delay } from "node:timers/promises";
import { parseEther, parseGwei } from "viem";
import { beforeAll, expect, test } from "vitest";
import { parseEnv } from "#lib/base/env.ts";
import { openSenders } from "#lib/base/keys/open-senders.ts";
import { chainClient, startChain } from "#lib/local/chain.ts";
import { startServer, type Server } from "#lib/local/server.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call, type Answer } from "./support/api-client.ts";

/** What the API answers while gas costs too much, and while the server's account is empty. */

let parts: Parts;
let server: Server;
let chain: ReturnType<typeof chainClient>;

beforeAll(async () => {
  const own = await startChain({ blockTimeMs: 0 });
  chain = chainClient(own.rpcUrl);
  parts = await createParts(own.rpcUrl);
  server = await startServer("start", { ...parts.env, SWEEP_INTERVAL_MS: "500" });
  return async () => {
    await server.stop();
    await parts.stop();
    await own.stop();
  };
});

test("a deploy that is not worth its gas is answered as held, and is done once gas has fallen", async () => {
  const wallet = await createWallet(parts.rpcUrl);
  const { body: order } = await call(`${server.url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const { address = "0x", checkout = "0x", price = "0" } = order;
  expect(order).toMatchObject({ hold: null });
  await pay(wallet, { address, checkout, price });
  await setGasPrice("100");
  const deploy = () => call(`${server.url}/api/deploy`, "POST", { token: address });
  // The sweep may be first, and hold the lock.
  const held = await until(deploy, ({ status }) => status !== 503);
  expect(held).toMatchObject({ status: 202, body: { status: "held", jobId: address } });
  expect(held.headers.get("Location")).toBe(`/api/tokens/${address}`);
  expect(Number(held.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect(held.body.token).toMatchObject({
    status: "paid",
    hold: { reason: "gas_price", cost: expect.stringMatching(/^\d+$/), paid: order.priceParts?.network },
  });
  await setGasPrice("1");
  const read = () => call(`${server.url}/api/tokens/${address}`);
  expect(await until(read, ({ body }) => body.status === "deployed")).toMatchObject({ body: { hold: null } });
});

test("with an empty account no order is taken, and health says which account needs how much", async () => {
  const { account } = await createWallet(parts.rpcUrl);
  const [{ address: sender }] = await openSenders(parseEnv(parts.env));
  const order = () => call(`${server.url}/api/tokens`, "POST", rawBody(account.address));
  await chain.setBalance({ address: sender, value: 0n });
  const refused = await until(order, ({ status }) => status !== 201);
  expect(refused).toMatchObject({
    status: 503,
    body: { error: "Not accepting orders", code: "not_accepting_orders", retryAfter: 30 },
  });
  expect(refused.headers.get("Retry-After")).toBe("30");
  expect(await call(`${server.url}/api/quote`, "POST", rawBody(account.address))).toMatchObject({
    status: 503,
    body: { code: "not_accepting_orders" },
  });
  expect(await call(`${server.url}/api/health`)).toMatchObject({
    status: 503,
    body: {
      code: "unhealthy",
      "chain-31337": { status: "ok" },
      "deployer-31337": { status: "unavailable", message: expect.stringContaining(`${sender} needs 0.`) },
    },
  });
  await chain.setBalance({ address: sender, value: parseEther("1") });
  expect(await until(order, ({ status }) => status === 201)).toMatchObject({ status: 201 });
  const health = () => call(`${server.url}/api/health`);
  expect(await until(health, ({ status }) => status === 200)).toMatchObject({ status: 200 });
});

async function setGasPrice(gwei: string): Promise<void> {
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(gwei) });
  await chain.mine({ blocks: 1 });
}

/** What was read a second ago is still good enough for the server; longer than that it is not. */
async function until(ask: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await delay(200);
  }
}
