import { createServer } from "node:net";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkHealth } from "#lib/base/health.ts";
import { sweepUntil } from "#lib/sweep/loop.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { placeAndPay } from "#lib/testing/own-chain.ts";
import {
  emptyQueue,
  openQueued,
  placeAndQueue,
  queueKinds,
  startWorking,
  untilDeployed,
} from "#lib/testing/queues.ts";
import type { Context } from "#lib/base/context.ts";
import { deployOrQueue } from "./enqueue.ts";
import { probesOfQueue, queueOf } from "./order-queue.ts";

const CHAIN_ID = 31337;
const never = new AbortController().signal;

describe.each(queueKinds)("a queue on %s", (kind) => {
  test("that loses everything in the middle of 200 orders: each is delivered once", async () => {
    const { context, redis } = await openQueued(kind, { SWEEP_INTERVAL_MS: "500" });
    const placed = await placeAndQueue(context, 200);
    startSweeping(context);
    startWorking(context);
    await expect.poll(() => deliveredOf(context), { timeout: 20_000 }).toBeGreaterThan(40);
    await emptyQueue(context, redis);
    expect(await deliveredOf(context)).toBeLessThan(190);
    await untilDeployed(context, placed, 120_000);
    const { rows } = await context.database.execute<{ most: number }>(
      sql`select max(n)::int as most from (select count(*) n from transactions where outcome = 'mined' group by order_id) as each`,
    );
    expect(rows[0]?.most).toBe(1);
  }, 180_000);
});

test.runIf(queueKinds.includes("redis"))(
  "without Redis an order is answered within seconds and delivered from the database, and with it again from the queue",
  async () => {
    const { context, redis, wallet } = await openQueued("redis");
    startWorking(context);
    await redis?.halt();
    const order = await placeAndPay(context, wallet);
    const startedAt = performance.now();
    expect(await deployOrQueue(context, order)).toMatchObject({ status: "queued", position: 1 });
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    const { parts } = await checkHealth(context, probesOfQueue(context));
    expect(parts["queue"]?.status).toBe("unavailable");
    expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
    await redis?.resume();
    const next = await placeAndPay(context, wallet);
    await expect
      .poll(
        () =>
          queueOf(context)
            .count(CHAIN_ID)
            .catch(() => -1),
        { timeout: 10_000 },
      )
      .toBe(0);
    await deployOrQueue(context, next);
    await untilDeployed(context, [next], 10_000);
  },
  60_000,
);

test.runIf(queueKinds.includes("redis"))(
  "a Redis that takes all and says nothing keeps nobody waiting",
  async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : 0;
    const { context, wallet } = await openQueued("postgres", { QUEUE_URL: `redis://127.0.0.1:${port}` });
    const order = await placeAndPay(context, wallet);
    const startedAt = performance.now();
    expect(await deployOrQueue(context, order)).toMatchObject({ status: "queued" });
    expect(performance.now() - startedAt).toBeLessThan(6_000);
  },
);

test("on PostgreSQL jobs start at once, however often the connections that listen are ended", async () => {
  const { context } = await openQueued("postgres");
  startWorking(context);
  const [first] = await placeAndQueue(context, 1);
  if (first) await untilDeployed(context, [first]);
  for (let time = 0; time < 3; time++) {
    await expect.poll(() => endListening(context), { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(() => listening(context), { timeout: 10_000 }).toBeGreaterThan(0);
    const startedAt = performance.now();
    const [order] = await placeAndQueue(context, 1);
    if (order) await untilDeployed(context, [order], 5_000);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    await delay(100);
  }
}, 60_000);

function startSweeping(context: Context): void {
  const ending = new AbortController();
  const sweeping = sweepUntil(context, ending.signal);
  onTestFinished(async () => {
    ending.abort();
    await sweeping;
  });
}

async function deliveredOf({ database }: Context): Promise<number> {
  const { rows } = await database.execute<{ count: number }>(
    sql`select count(*)::int from orders where status = 'deployed'`,
  );
  return rows[0]?.count ?? 0;
}

// In two parts, so that this query is not found itself.
const isListening = sql`datname = current_database() and query like '%LISTEN bullmq' || '_jobs%'`;

async function listening({ database }: Context): Promise<number> {
  return (await database.execute(sql`select pid from pg_stat_activity where ${isListening}`)).rows.length;
}

/** @returns how many there were */
async function endListening({ database }: Context): Promise<number> {
  const { rows } = await database.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where ${isListening}`,
  );
  return rows.length;
}
