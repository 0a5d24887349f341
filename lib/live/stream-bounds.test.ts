import { zeroAddress } from "viem";
import { expect, test } from "vitest";
import { NotFound, RateLimited } from "#lib/base/errors/request-errors.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { fail, follow, loseEar, nobody, place } from "#lib/testing/stream-client.ts";
import { openLive } from "./live.ts";
import { openOrderStream } from "./order-stream.ts";
import { keyOf } from "./snapshot.ts";

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
