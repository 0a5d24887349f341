import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import type { Context } from "#lib/base/context.ts";
import { orders } from "#lib/base/schema.ts";
import { progress, publications as sources } from "#lib/base/side-tables.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { fail, follow, loseEar, place } from "#lib/testing/stream-client.ts";
import { openLive } from "./live.ts";

async function expectHearing(context: Context): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await context.database.execute(sql`
        select 1 from pg_stat_activity
         where application_name = 'coinwright-listen' and datname = current_database() and query ilike 'listen%'`);
        return rows.length;
      },
      { timeout: 20_000 },
    )
    .toBe(1);
}

test("what becomes of a token's source is told of as it changes, from the moment that there is the token", async () => {
  const context = await createTestContext({ SOURCIFY_URL: "http://127.0.0.1:9" });
  const order = await place(context);
  const { told, go } = await follow(openLive(context), order);
  const publications = () => told.at(-1)?.order.publications;
  await expect.poll(() => told.length).toBe(1);
  expect(publications()).toBeUndefined();
  const token = { deployTx: `0x${"ab".repeat(32)}`, blockNumber: 1n, deployedAt: new Date() } as const;
  await context.database
    .update(orders)
    .set({ status: "deployed", ...token })
    .where(eq(orders.id, order.id));
  const pending = { verifier: "sourcify", state: "pending", url: null, reason: null };
  await expect.poll(publications).toEqual([pending]);
  await context.database.update(sources).set({ state: "failed", reason: "no match" });
  await expect.poll(publications).toEqual([{ ...pending, state: "failed", reason: "no match" }]);
  go();
});

test("the order is told of at once and at each change, without its code, within a moment of the commit", async () => {
  const context = await createTestContext();
  const live = openLive(context);
  const order = await place(context);
  const { told, go } = await follow(live, order);
  await expect.poll(() => told.at(-1)?.order.status).toBe("awaiting_payment");
  expect(told[0]?.name).toBe("order");
  expect(told[0]?.order).not.toHaveProperty("initcode");
  await expectHearing(context);
  await delay(500);
  const startedAt = Date.now();
  await context.database.insert(progress).values({ orderId: order.id, step: "locked" });
  await expect.poll(() => told.at(-1)?.order.step, { interval: 10 }).toBe("locked");
  await fail(context, order, "It reverted.");
  await expect.poll(() => told.at(-1)?.order.failure, { interval: 10 }).toBe("It reverted.");
  // No tick of two seconds has brought it.
  expect(Date.now() - startedAt).toBeLessThan(1_500);
  const before = told.length;
  await context.database
    .transaction(async (transaction) => {
      await transaction.update(orders).set({ failure: "Never." }).where(eq(orders.id, order.id));
      await delay(500);
      transaction.rollback();
    })
    .catch(() => undefined);
  await fail(context, order, "It reverted.");
  await delay(500);
  expect(told).toHaveLength(before);
  go();
});

test("however many follow an order, a change of it is one query", async () => {
  const context = await createTestContext();
  const live = openLive(context);
  const order = await place(context);
  const followers = await Promise.all(Array.from({ length: 50 }, () => follow(live, order)));
  await expectHearing(context);
  await delay(500);
  const queries = vi.spyOn(context.database.$client, "query");
  await fail(context, order, "Once.");
  for (const { told } of followers) await expect.poll(() => told.at(-1)?.order.failure).toBe("Once.");
  // The change itself, what it is read by, and what may have been said to hear whether one hears.
  expect(queries.mock.calls.length).toBeLessThanOrEqual(4);
  for (const { go } of followers) go();
});

test("no stream misses its last state though the connection that listens is lost ten times while orders move", async () => {
  const context = await createTestContext();
  const live = openLive(context);
  const placed = await Promise.all(Array.from({ length: 5 }, () => place(context)));
  const followers = await Promise.all(placed.map((order) => follow(live, order)));
  let lost = 0;
  for (let round = 0; lost < 10; round += 1) {
    for (const order of placed) await fail(context, order, `Round ${round}.`);
    lost += await loseEar(context);
    for (const order of placed) await fail(context, order, `Round ${round}, later.`);
    if (round % 2 === 0) await delay(300);
  }
  for (const order of placed) await fail(context, order, "The last.");
  for (const { told } of followers)
    await expect.poll(() => told.at(-1)?.order.failure, { timeout: 10_000 }).toBe("The last.");
  for (const { go } of followers) go();
});

test("where nothing can be listened to, changes still arrive", async () => {
  const unreachable = "postgres://user:secret@127.0.0.1:9/none";
  const context = await createTestContext({ DATABASE_LISTEN_URL: unreachable });
  const live = openLive(context);
  const order = await place(context);
  const { told, go } = await follow(live, order);
  for (const failure of ["First.", "Second."]) {
    await fail(context, order, failure);
    await expect.poll(() => told.at(-1)?.order.failure, { timeout: 10_000 }).toBe(failure);
  }
  go();
});

test("where listening succeeds and nothing ever arrives, as past a pooler, changes still arrive", async () => {
  const context = await createTestContext();
  // Another database of the same server: LISTEN is well there, and hears nothing of this one.
  const elsewhere = await createTestContext();
  const env = { ...context.env, DATABASE_LISTEN_URL: elsewhere.env.DATABASE_URL };
  const order = await place(context);
  const { told, go } = await follow(openLive({ ...context, env }), order);
  for (const failure of ["First.", "Second."]) {
    await fail(context, order, failure);
    await expect.poll(() => told.at(-1)?.order.failure, { timeout: 10_000 }).toBe(failure);
  }
  go();
});

test("who comes back with what it was told last is told it again only if it has changed", async () => {
  const context = await createTestContext();
  const live = openLive(context);
  const order = await place(context);
  const first = await follow(live, order);
  await expect.poll(() => first.told.length).toBe(1);
  first.go();
  const { id } = first.told[0] ?? { id: "" };
  const second = await follow(live, order, id);
  await expect.poll(() => second.told.length).toBe(1);
  expect(second.told[0]?.name).toBe("alive");
  second.go();
  await fail(context, order, "Meanwhile.");
  const third = await follow(live, order, id);
  await expect.poll(() => third.told[0]?.order.failure).toBe("Meanwhile.");
  third.go();
});

test("the stream of an order that is removed ends", async () => {
  const context = await createTestContext();
  const live = openLive(context);
  const order = await place(context);
  const { isOver } = await follow(live, order);
  await context.database.delete(orders).where(eq(orders.id, order.id));
  await expect.poll(isOver, { timeout: 10_000 }).toBe(true);
  expect(live.seats.count()).toBe(0);
});
