import { beforeAll, afterAll, expect, test } from "vitest";
import { startChain } from "#lib/local/chain.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { type Server, startServer } from "#lib/local/server.ts";
import { features } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";
import { startRecordingProxy, type RecordingProxy } from "#lib/testing/recording-proxy.ts";
import { createParts, createWallet, pay, rawBody, type Wallet } from "#lib/testing/test-context.ts";
import { call, deployUntilDone, median, type Answer } from "./support/api-client.ts";
import { expectExactly } from "./support/expect-exactly.ts";

/** Two server processes on one database and one chain with blocks of a second. */
const running: Stoppable[] = [];
let servers: [Server, Server];
let proxy: RecordingProxy;
let rpcUrl: string;

beforeAll(async () => {
  const chain = await startChain({ blockTimeMs: 1_000 });
  rpcUrl = chain.rpcUrl;
  proxy = await startRecordingProxy(rpcUrl);
  const parts = await createParts(rpcUrl);
  running.push(chain, proxy, parts);
  const env = { ...parts.env, RPC_URL_31337: proxy.url };
  servers = await Promise.all([startServer("start", env), startServer("start", env)]);
  running.push(...servers);
});

afterAll(async () => {
  for (const part of running.toReversed()) await part.stop();
});

test("25 paid orders at once, against two servers, are deployed one at a time, each exactly as ordered", async () => {
  const bodies = Array.from({ length: 25 }, (_, index) => ({
    name: `Concurrent ${index}`,
    symbol: `C${index}`,
    decimals: index % 19,
    supply: String(1_000 + index),
    features: Object.fromEntries(features.map(({ name }, nth) => [name, index % (nth + 2) === 0])),
  }));
  const orders = await Promise.all(bodies.map((body) => placeAndPay(body)));

  const histories = await Promise.all(
    orders.map(({ order }, index) =>
      deployUntilDone(() => serverFor(index).url, { token: order.address }, 500),
    ),
  );

  const refusals = histories.flat().filter((answer) => answer.status === 503);
  expect(refusals.length).toBeGreaterThan(25);
  for (const refusal of refusals) expectLockTaken(refusal);
  expect(median(refusals.map(({ ms }) => ms))).toBeLessThan(50);
  for (const history of histories) expect(history.at(-1)?.status).toBe(200);

  const sent = proxy.sent.filter(({ hash }) =>
    histories.some((history) => history.at(-1)?.body.token?.deployTx === hash),
  );
  expect(sent).toHaveLength(25);
  const overlaps = sent.filter(
    ({ sentAt }, index) => index > 0 && sentAt < (sent[index - 1]?.minedAt ?? Infinity),
  );
  expect(overlaps).toEqual([]);

  await Promise.all(orders.map(({ order, wallet }) => expectExactly(wallet, order)));
});

test("one order posted 20 times at once becomes one token with one payment", async () => {
  const { order, wallet } = await placeAndPay({ name: "Only Once" });
  const before = proxy.sent.length;
  const post = (index: number) =>
    call(`${serverFor(index).url}/api/deploy`, "POST", { token: order.address });

  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => post(index)));

  for (const { status } of answers) expect([200, 202, 503]).toContain(status);
  expect(answers.map(({ status }) => status)).toContain(200);
  const again = await Promise.all(Array.from({ length: 20 }, (_, index) => post(index)));
  for (const { status, body } of again) {
    expect(status).toBe(200);
    expect(body.token?.address).toBe(order.address);
  }
  expect(proxy.sent.length - before).toBe(1);
  await expectExactly(wallet, order);
});

function serverFor(index: number): Server {
  return servers[index % 2 === 0 ? 0 : 1];
}

async function placeAndPay(overrides: Record<string, unknown>): Promise<{ order: Order; wallet: Wallet }> {
  const wallet = await createWallet(rpcUrl);
  const { status, body } = await call(
    `${servers[0].url}/api/tokens`,
    "POST",
    rawBody(wallet.account.address, overrides),
  );
  expect(status).toBe(201);
  const order: Order = await (await fetch(`${servers[1].url}/api/tokens/${body.address}`)).json();
  await pay(wallet, order);
  return { order, wallet };
}

function expectLockTaken({ headers, body }: Answer): void {
  expect(headers.get("Retry-After")).toBe("5");
  expect(body).toEqual({
    error: "Deployment in progress",
    code: "deployment_in_progress",
    message: "Another token is currently being deployed. Please wait a moment and try again.",
    retryAfter: 5,
  });
}
