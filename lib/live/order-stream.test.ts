import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { zeroAddress } from "viem";
import { expect, test, vi } from "vitest";
import type { Context } from "#lib/base/context.ts";
import { NotFound, RateLimited } from "#lib/base/errors/request-errors.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { progress, publications as sources } from "#lib/base/side-tables.ts";
import { placeOrder } from "#lib/orders/place.ts";
import type { Order } from "#lib/shared/order.ts";
import { bodyFor, createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { openLive, type Live } from "./live.ts";
import { openOrderStream } from "./order-stream.ts";
import { keyOf } from "./snapshot.ts";

const nobody = { client: "198.51.100.4", lastVersion: null };

type Event = { id: string; name: string; order: Order };

/** A client of a stream: all that it was told, and how it goes. */
async function follow(live: Live, order: OrderRow, lastVersion: string | null = null) {
  const going = new AbortController();
  const body = await openOrderStream(live, {
    ...nobody,
    lastVersion,
    key: keyOf(order),
    signal: going.signal,
  });
  const told: Event[] = [];
  let isOver = false;
  const reading = (async () => {
    for await (const bytes of body) {
      const chunk = Buffer.from(bytes).toString();
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(chunk)?.[1] ?? "";
      told.push({ id: field("id"), name: field("event"), order: JSON.parse(field("data")) });
    }
    isOver = true;
  })().catch(() => undefined);
  return { told, isOver: () => isOver, go: () => going.abort(), reading };
}

async function place(context: Context): Promise<OrderRow> {
  const { account } = await createWallet();
  return (await placeOrder(context, bodyFor(account.address))).order;
}

async function fail(context: Context, order: OrderRow, failure: string): Promise<void> {
  await context.database.update(orders).set({ status: "failed", failure }).where(eq(orders.id, order.id));
}

/** Ends the connection that listens to the changes of this database; a few moments pass before there is one again. */
async function loseEar({ database }: Context): Promise<number> {
  const { rows } = await database.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'coinwright-listen' and datname = current_database()`);
  return rows.length;
}

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

test("a slow client is given the newest state, and nothing of what it has missed", async () => {
  const context = await createTestContext();
  const live = openLive(context);
  const order = await place(context);
  const { signal } = new AbortController();
  const body = await openOrderStream(live, { ...nobody, key: keyOf(order), signal });
  const other = await follow(live, order);
  const reader = body.getReader();
  for (let count = 0; count <= 30; count += 1) await fail(context, order, `Change ${count}.`);
  await expect.poll(() => other.told.at(-1)?.order.failure, { timeout: 10_000 }).toBe("Change 30.");
  let read = "";
  let chunks = 0;
  while (!read.includes("Change 30.")) {
    read += Buffer.from((await reader.read()).value ?? []).toString();
    chunks += 1;
  }
  expect(chunks).toBe(1);
  await reader.cancel();
  other.go();
});

test("of five hundred clients that vanish, each in its way, nothing is left", async () => {
  const context = await createTestContext({ RATE_LIMIT: "0" });
  const live = openLive(context);
  const order = await place(context);
  const key = keyOf(order);
  const opened = Array.from({ length: 500 }, async (_, index) => {
    const going = new AbortController();
    const request = { ...nobody, key, signal: going.signal, heartbeatMs: 200 };
    // Before it has begun, while it begins, by its signal, by cancelling, or without a word.
    if (index % 5 === 0) going.abort();
    const opening = openOrderStream(live, request);
    if (index % 5 === 1) going.abort();
    const body = await opening;
    if (index % 5 === 2) going.abort();
    if (index % 5 === 3) await body.cancel();
  });
  await Promise.all(opened);
  await expect.poll(() => live.seats.count(), { timeout: 10_000 }).toBe(0);
  expect(live.counts()).toEqual({ orders: 0, watchers: 0 });
  expect(live.open.size).toBe(0);
  await expect.poll(() => loseEar(context), { timeout: 10_000 }).toBe(0);
});

test("one address has a hundred streams and no more, and an unknown order none", async () => {
  const context = await createTestContext({ RATE_LIMIT: "120" });
  const live = openLive(context);
  const order = await place(context);
  const followers = await Promise.all(Array.from({ length: 100 }, () => follow(live, order)));
  await expect(follow(live, order)).rejects.toThrow(RateLimited);
  const stranger = { ...nobody, client: "198.51.100.5", signal: AbortSignal.timeout(60_000) };
  const other = await openOrderStream(live, { ...stranger, key: keyOf(order) });
  await other.cancel();
  for (const { go } of followers) go();
  const unknown = keyOf({ chainId: 31337, address: zeroAddress });
  await expect(openOrderStream(live, { ...stranger, key: unknown })).rejects.toThrow(NotFound);
  expect(live.seats.count()).toBe(0);
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
