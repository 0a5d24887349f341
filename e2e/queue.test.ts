import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  closeContext,
  createParts,
  createWallet,
  pay,
  rawBody,
  type Parts,
  type Wallet,
} from "#lib/testing/test-context.ts";
import { createContext, type Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { startChain } from "#lib/local/chain.ts";
import { startRedis, type LocalRedis } from "#lib/local/distribution/redis.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { startServer } from "#lib/local/server.ts";
import { startWorker } from "#lib/local/worker.ts";
import { queueOf } from "#lib/queue/order-queue.ts";
import type { Order } from "#lib/shared/order.ts";
import { placeAndQueue, queueKinds, untilDeployed, type QueueKind } from "#lib/testing/queues.ts";
import { call, deployUntilDone } from "./support/api-client.ts";
import { expectExactly } from "./support/expect-exactly.ts";

/** Longer than the lock of a worker and a check for what has stalled. */
const FROZEN_MS = 15_000;

const running: Stoppable[] = [];
let rpcUrl: string;
let redis: LocalRedis | undefined;

beforeAll(async () => {
  const chain = await startChain({ blockTimeMs: 300 });
  rpcUrl = chain.rpcUrl;
  running.push(chain);
  if (!queueKinds.includes("redis")) return;
  redis = await startRedis();
  running.push(redis);
});

afterAll(async () => {
  for (const part of running.toReversed()) await part.stop();
});

describe.each(queueKinds)("with a queue on %s", (kind) => {
  test.each([2, 4])(
    "paid orders at once, against %i servers, become each its token once, the same one asked for by many too",
    async (count) => {
      const { env } = await openParts(kind);
      const servers = await Promise.all(
        Array.from({ length: count }, (_, index) =>
          startServer("start", { ...env, WORKER_IN_SERVER: String(index % 2 === 0) }),
        ),
      );
      onTestFinished(async () => {
        await Promise.all(servers.map((server) => server.stop()));
      });
      const urls = servers.map(({ url }) => url);
      const urlFor = (index: number) => urls[index % urls.length] ?? "";
      const placed = await Promise.all(
        Array.from({ length: 25 }, (_, index) => placeAndPayAt(urlFor(index), index)),
      );
      const histories = await Promise.all(
        placed.flatMap(({ order }, index) =>
          // The first is asked for by many at once.
          Array.from({ length: index === 0 ? 20 : 1 }, (__, nth) =>
            deployUntilDone(() => urlFor(index + nth), { token: order.address }, 500),
          ),
        ),
      );
      for (const history of histories) {
        expect(history.at(-1)?.status).toBe(200);
        for (const { status, body, headers } of history.slice(0, -1)) {
          expect({ status, said: body.status }).toEqual({ status: 202, said: "queued" });
          expect(body.position).toBeGreaterThan(0);
          expect(headers.get("Location")).toContain(body.jobId);
        }
      }
      await Promise.all(placed.map(({ order, wallet }) => expectExactly(wallet, order)));
    },
    90_000,
  );

  test("a worker that is killed in the middle of 50 orders, while another goes on: each is delivered once", async () => {
    const { context, env } = await openParts(kind);
    const placed = await placeAndQueue(context, 50, rpcUrl);
    const workers = await Promise.all([startWorker(env), startWorker(env)]);
    onTestFinished(async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
    });
    await expect.poll(() => deliveredOf(context), { timeout: 20_000 }).toBeGreaterThan(5);
    workers[0].child.kill("SIGKILL");
    expect(await deliveredOf(context)).toBeLessThan(50);
    await untilDeployed(context, placed, 60_000);
    expect(await minedMoreThanOnce(context)).toBe(0);
  }, 90_000);

  test("a worker that is frozen for longer than its locks, and goes on: each is delivered once", async () => {
    const { context, env } = await openParts(kind);
    const placed = await placeAndQueue(context, 20, rpcUrl);
    const frozen = await startWorker(env);
    onTestFinished(() => frozen.stop());
    await expect.poll(() => deliveredOf(context), { timeout: 20_000 }).toBeGreaterThan(0);
    frozen.child.kill("SIGSTOP");
    const other = await startWorker(env);
    onTestFinished(() => other.stop());
    const thawing = setTimeout(() => frozen.child.kill("SIGCONT"), FROZEN_MS);
    onTestFinished(() => {
      clearTimeout(thawing);
      frozen.child.kill("SIGCONT");
    });
    await untilDeployed(context, placed, FROZEN_MS + 20_000);
    expect(await minedMoreThanOnce(context)).toBe(0);
  }, 90_000);

  test("a worker that is told to end ends within seconds, and leaves its orders to the next", async () => {
    const { context, env } = await openParts(kind);
    const placed = await placeAndQueue(context, 20, rpcUrl);
    const first = await startWorker(env);
    await expect.poll(() => deliveredOf(context), { timeout: 20_000 }).toBeGreaterThan(0);
    const startedAt = performance.now();
    await first.stop();
    expect(first.child.exitCode).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    const next = await startWorker(env);
    onTestFinished(() => next.stop());
    await untilDeployed(context, placed);
  }, 90_000);
});

async function openParts(kind: QueueKind): Promise<Parts & { context: Context }> {
  if (kind === "redis") await redis?.flush();
  const parts = await createParts(rpcUrl);
  const queueUrl: Record<string, string> = kind === "redis" && redis ? { QUEUE_URL: redis.url } : {};
  const env = { ...parts.env, ...queueUrl, DEPLOY_STRATEGY: "queue", SWEEP_INTERVAL_MS: "1000" };
  const context = await createContext(parseEnv(env));
  onTestFinished(async () => {
    await queueOf(context).close();
    await closeContext(context);
    await parts.stop();
  });
  return { ...parts, env, context };
}

async function placeAndPayAt(url: string, index: number): Promise<{ order: Order; wallet: Wallet }> {
  const wallet = await createWallet(rpcUrl);
  const body = rawBody(wallet.account.address, {
    name: `Queued ${index}`,
    symbol: `Q${index}`,
    decimals: index % 19,
  });
  const placed = await call(`${url}/api/tokens`, "POST", body);
  expect(placed.status).toBe(201);
  const order: Order = await (await fetch(`${url}/api/tokens/${placed.body.address}`)).json();
  await pay(wallet, order);
  return { order, wallet };
}

async function deliveredOf({ database }: Context): Promise<number> {
  const { rows } = await database.execute<{ count: number }>(
    sql`select count(*)::int from orders where status = 'deployed'`,
  );
  return rows[0]?.count ?? 0;
}

async function minedMoreThanOnce({ database }: Context): Promise<number> {
  const { rows } = await database.execute(
    sql`select order_id from transactions where outcome = 'mined' group by order_id having count(*) > 1`,
  );
  return rows.length;
}
