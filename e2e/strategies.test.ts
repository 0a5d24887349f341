import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChain } from "#lib/local/chain.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { type Server, startServer } from "#lib/local/server.ts";
import type { Order } from "#lib/shared/order.ts";
import { startRecordingProxy, type RecordingProxy, type Sent } from "#lib/testing/recording-proxy.ts";
import { createParts, createWallet, pay, rawBody, type Wallet } from "#lib/testing/test-context.ts";
import { call, deployUntilDone } from "./support/api-client.ts";
import { expectExactly } from "./support/expect-exactly.ts";

const WALLETS = 5;
const ORDERS_EACH = 5;

/** `e2e/concurrency.test.ts` has two servers with the global lock, and `e2e/queue.test.ts` the queue. */
const setUps = [
  { strategy: "global", count: 4, lockOf: () => "all" },
  { strategy: "per-deployer", count: 2, lockOf: ({ deployer }: Order) => deployer },
  { strategy: "per-deployer", count: 4, lockOf: ({ deployer }: Order) => deployer },
];

describe.each(setUps)("$strategy on $count servers", ({ strategy, count, lockOf }) => {
  const running: Stoppable[] = [];
  let servers: Server[];
  let proxy: RecordingProxy;
  let rpcUrl: string;

  beforeAll(async () => {
    const chain = await startChain({ blockTimeMs: 1_000 });
    rpcUrl = chain.rpcUrl;
    proxy = await startRecordingProxy(rpcUrl);
    const parts = await createParts(rpcUrl);
    running.push(chain, proxy, parts);
    const env = { ...parts.env, RPC_URL_31337: proxy.url, DEPLOY_STRATEGY: strategy };
    servers = await Promise.all(Array.from({ length: count }, () => startServer("start", env)));
    running.push(...servers);
  });

  afterAll(async () => {
    for (const part of running.toReversed()) await part.stop();
  });

  test("25 paid orders of five wallets at once: each exactly as ordered, and one at a time under each lock", async () => {
    const placed = (await Promise.all(Array.from({ length: WALLETS }, placeSeveral))).flat();
    const histories = await Promise.all(
      placed.map(({ order }, index) => deployUntilDone(() => urlOf(index), { token: order.address }, 500)),
    );
    for (const history of histories) expect(history.at(-1)?.status).toBe(200);
    expect(histories.flat().filter(({ status }) => status === 503).length).toBeGreaterThan(0);

    const made = placed.map(({ order }, index) => ({
      lock: lockOf(order),
      sent: sentBy(histories[index]?.at(-1)?.body.token?.deployTx ?? null),
    }));
    const byLock = [...Map.groupBy(made, ({ lock }) => lock).values()];
    for (const under of byLock) expect(overlapsOf(under.map(({ sent }) => sent))).toEqual([]);
    // What has locks of its own does not wait for each other.
    expect(overlapsOf(made.map(({ sent }) => sent)).length > 0).toBe(byLock.length > 1);
    for (const { order, wallet } of placed) await expectExactly(wallet, order);
  });

  test("one order posted 20 times at once becomes one token with one payment", async () => {
    const [{ order, wallet }] = await placeSeveral();
    const before = proxy.sent.length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        call(`${urlOf(index)}/api/deploy`, "POST", { token: order.address }),
      ),
    );
    for (const { status } of answers) expect([200, 202, 503]).toContain(status);
    expect(answers.map(({ status }) => status)).toContain(200);
    expect(proxy.sent.length - before).toBe(1);
    await expectExactly(wallet, order);
  });

  type Placed = { order: Order; wallet: Wallet };

  async function placeSeveral(): Promise<[Placed, ...Placed[]]> {
    const wallet = await createWallet(rpcUrl);
    const place = async () => {
      const body = rawBody(wallet.account.address);
      const { status, body: placed } = await call(`${urlOf(0)}/api/tokens`, "POST", body);
      expect(status).toBe(201);
      const order: Order = await (await fetch(`${urlOf(1)}/api/tokens/${placed.address}`)).json();
      await pay(wallet, order);
      return { order, wallet };
    };
    const first = await place();
    const others: Placed[] = [];
    for (let index = 1; index < ORDERS_EACH; index += 1) others.push(await place());
    return [first, ...others];
  }

  function urlOf(index: number): string {
    return servers[index % count]?.url ?? "";
  }

  function sentBy(hash: string | null): Sent {
    const sent = proxy.sent.find((each) => each.hash === hash);
    if (!sent) throw new Error(`Nobody has sent ${hash}.`);
    return sent;
  }
});

/** What was sent before another one of them was mined. */
function overlapsOf(sent: readonly Sent[]): Sent[] {
  const inOrder = sent.toSorted((one, other) => one.sentAt - other.sentAt);
  return inOrder.filter(
    ({ sentAt }, index) => index > 0 && sentAt < (inOrder[index - 1]?.minedAt ?? Infinity),
  );
}
