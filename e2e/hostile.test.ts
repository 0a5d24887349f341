import { beforeAll, expect, test } from "vitest";
import { startChain } from "#lib/local/chain.ts";
import { startServer, type Server } from "#lib/local/server.ts";
import type { Order } from "#lib/shared/order.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import {
  createParts,
  createWallet,
  pay,
  rawBody,
  type Parts,
  type Wallet,
} from "#lib/testing/test-context.ts";
import { call, deployUntilDone, median } from "./support/api-client.ts";

/** What a loop without money can do to those who have paid. The chain makes a block a second, and lies far away. */
const LOOPS = 50;
const NODE_DELAY_MS = 150;

let rpcUrl: string;
let parts: Parts;
let server: Server;

beforeAll(async () => {
  const chain = await startChain({ blockTimeMs: 1_000 });
  rpcUrl = chain.rpcUrl;
  parts = await createParts(rpcUrl);
  const proxy = await startRecordingProxy(rpcUrl);
  proxy.delayMs = NODE_DELAY_MS;
  server = await startServer("start", { ...parts.env, RPC_URL_31337: proxy.url });
  return async () => {
    await server.stop();
    await proxy.stop();
    await parts.stop();
    await chain.stop();
  };
});

test("50 loops that ask for unpaid orders, one in the victim's name, do not hold up a paid one", async () => {
  const victim = await createWallet(rpcUrl);
  const alone = [await secondsToToken(victim), await secondsToToken(victim), await secondsToToken(victim)];
  const attack = await startLoops(victim);
  const attacked = [await secondsToToken(victim), await secondsToToken(victim), await secondsToToken(victim)];
  const statuses = await attack.end();
  expect(statuses.size).toBe(1);
  expect(statuses.get(402)).toBeGreaterThan(LOOPS);
  expect(median(attacked)).toBeLessThan(2 * median(alone));
});

/** From the moment when the payment is mined to the token, asking as the browser does. */
async function secondsToToken(wallet: Wallet): Promise<number> {
  const order = await place(wallet);
  await pay(wallet, order);
  const startedAt = performance.now();
  const answers = await deployUntilDone(() => server.url, { token: order.address }, 1_000);
  expect(answers.at(-1)?.status).toBe(200);
  return (performance.now() - startedAt) / 1_000;
}

async function startLoops(victim: Wallet): Promise<{ end: () => Promise<Map<number, number>> }> {
  const unpaid = await Promise.all([
    place(victim),
    ...Array.from({ length: 4 }, async () => place(await createWallet(rpcUrl))),
  ]);
  const statuses = new Map<number, number>();
  const ended = new AbortController();
  const loops = Array.from({ length: LOOPS }, async (_, index) => {
    const token = unpaid[index % unpaid.length]?.address;
    while (!ended.signal.aborted) {
      const { status } = await call(`${server.url}/api/deploy`, "POST", { token });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  });
  return {
    end: async () => {
      ended.abort();
      await Promise.all(loops);
      return statuses;
    },
  };
}

async function place(wallet: Wallet): Promise<Order> {
  const body = JSON.stringify(rawBody(wallet.account.address));
  return (await fetch(`${server.url}/api/tokens`, { method: "POST", body })).json();
}
