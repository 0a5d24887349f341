import { eq, sql } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import { orders } from "#lib/base/schema.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { recentPositions } from "#lib/orders/positions.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { placeAndPay, reconfigured, reread } from "#lib/testing/own-chain.ts";
import { openQueued, placeAndQueue, queueKinds, startWorking, untilDeployed } from "#lib/testing/queues.ts";
import { bodyFor } from "#lib/testing/test-context.ts";
import { deployOrQueue } from "./enqueue.ts";
import { queueOf } from "./order-queue.ts";

const CHAIN_ID = 31337;

describe.each(queueKinds)("a queue on %s", (kind) => {
  test("what is paid gets a place that it keeps, and what is not is told so", async () => {
    const { context, wallet } = await openQueued(kind);
    const [first, second, third] = [
      await placeAndPay(context, wallet),
      await placeAndPay(context, wallet),
      await placeAndPay(context, wallet),
    ];
    for (const [index, order] of [first, second, third].entries())
      expect(await deployOrQueue(context, order)).toMatchObject({ status: "queued", position: index + 1 });
    expect(await deployOrQueue(context, second)).toMatchObject({ status: "queued", position: 2 });
    const { order: unpaid } = await placeOrder(context, bodyFor(wallet.account.address));
    await expect(deployOrQueue(context, unpaid)).rejects.toMatchObject({ code: "payment_required" });
    expect(await queueOf(context).count(CHAIN_ID)).toBe(3);
    expect([...(await recentPositions(context, CHAIN_ID))]).toEqual(
      [first, second, third].map(({ address }, index) => [address, index + 1]),
    );

    startWorking(context);
    await untilDeployed(context, [first, second, third]);
    const rows = await context.database.select({ queuedAt: orders.queuedAt }).from(orders);
    expect(rows.every(({ queuedAt }) => queuedAt === null)).toBe(true);
    expect(await deployOrQueue(context, await reread(context, first))).toMatchObject({ status: "deployed" });
  });

  test("what was paid while nobody asked, and what costs nothing, is delivered all the same", async () => {
    const { context, wallet } = await openQueued(kind);
    startWorking(context);
    const paid = await placeAndPay(context, wallet);
    await sweepOnce(context, new AbortController().signal);
    await untilDeployed(context, [paid]);
    expect((await reread(context, paid)).queuedAt).toBeNull();
  });

  test("what is free is queued whole, and found again when the queue has lost it", async () => {
    const { context, wallet } = await openQueued(kind, { PRICE_31337: "0" });
    const { order } = await placeOrder(context, bodyFor(wallet.account.address));
    expect(await deployOrQueue(context, order)).toMatchObject({ status: "queued", position: 1 });
    startWorking(context);
    await untilDeployed(context, [order]);
  });

  test("what waits for nothing leaves the queue once it is to be paid", async () => {
    const { context, wallet } = await openQueued(kind, { PRICE_31337: "0" });
    const { order } = await placeOrder(context, bodyFor(wallet.account.address));
    await deployOrQueue(context, order);
    await context.database.update(orders).set({ expiresAt: new Date(0) });
    const dear = { ...context, chains: reconfigured(context, { PRICE_31337: "0.5" }).chains };
    onTestFinished(() => queueOf(dear).close());
    startWorking(dear);
    await expect
      .poll(async () => reread(context, order), { timeout: 20_000 })
      .toMatchObject({ status: "awaiting_payment", queuedAt: null });
    expect(await sweepOnce(dear, new AbortController().signal)).toMatchObject({ queued: 0, errors: 0 });
  });

  test("an order that failed is tried again, and its first job is not in its way", async () => {
    const { context, wallet } = await openQueued(kind);
    startWorking(context);
    const order = await placeAndPay(context, wallet);
    const failed = { status: "failed", failure: "It reverted.", failures: 1 } as const;
    const { database } = context;
    const retryAt = sql`now() + interval '1 second'`;
    await database
      .update(orders)
      .set({ ...failed, retryAt })
      .where(eq(orders.id, order.id));
    await expect
      .poll(
        async () => {
          await sweepOnce(context, new AbortController().signal);
          return (await reread(context, order)).status;
        },
        { timeout: 10_000 },
      )
      .toBe("deployed");
    await expect.poll(() => queueOf(context).count(CHAIN_ID)).toBe(0);
  });

  test("what is taken at once waits for the few connections that locks have, and nothing is left to the sweep", async () => {
    const { context } = await openQueued(kind, { LOCK_POOL_SIZE: "2", LANE_DEPTH: "30" });
    const placed = await placeAndQueue(context, 30);
    startWorking(context);
    await untilDeployed(context, placed, 20_000);
    expect(await context.database.query.transactions.findMany()).toHaveLength(30);
  });

  test("the same order asked for by many at once is one job and one token", async () => {
    const { context, wallet } = await openQueued(kind);
    const order = await placeAndPay(context, wallet);
    startWorking(context);
    const answers = await Promise.all(Array.from({ length: 20 }, () => deployOrQueue(context, order)));
    expect(new Set(answers.map(({ status }) => status)).size).toBeLessThanOrEqual(2);
    await untilDeployed(context, [order]);
    const journal = await context.database.query.transactions.findMany();
    expect(journal).toHaveLength(1);
  });
});
