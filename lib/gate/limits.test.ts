import { sql } from "drizzle-orm";
import { zeroAddress } from "viem";
import { expect, onTestFinished, test } from "vitest";
import type { Context } from "#lib/base/context.ts";
import { rateLimits } from "#lib/base/side-tables.ts";
import { findOrder } from "#lib/orders/find.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { recordPaid } from "#lib/orders/record.ts";
import { parseEnv } from "#lib/base/env.ts";
import { bodyFor, createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { openLimits, type Limits } from "./limits.ts";

/** @returns how many of so many were admitted */
async function admittedOf(count: number, admit: () => Promise<number>): Promise<number> {
  const waits = await Promise.all(Array.from({ length: count }, admit));
  return waits.filter((waitMs) => waitMs === 0).length;
}

function open(context: Context): Limits {
  const limits = openLimits(context);
  onTestFinished(() => limits.close());
  return limits;
}

test("a client has its requests a minute, neither more nor fewer, and another one has its own", async () => {
  for (const perMinute of [1, 7, 120, 125]) {
    const context = await createTestContext({ RATE_LIMIT: String(perMinute) });
    const limits = open(context);
    expect(await admittedOf(perMinute + 60, () => limits.admit("198.51.100.4"))).toBe(perMinute);
    expect(await limits.admit("198.51.100.5")).toBe(0);
  }
});

test("two instances share what a client may ask", async () => {
  const context = await createTestContext({ RATE_LIMIT: "120" });
  const [one, other] = [open(context), open(context)];
  const [ofOne, ofOther] = await Promise.all([
    admittedOf(200, () => one.admit("198.51.100.4")),
    admittedOf(200, () => other.admit("198.51.100.4")),
  ]);
  expect(ofOne + ofOther).toBe(120);
  // One after the other, whatever the first has not used up of what it took is all that the second lacks.
  expect(await admittedOf(70, () => one.admit("198.51.100.5"))).toBe(70);
  expect(await admittedOf(200, () => other.admit("198.51.100.5"))).toBe(50);
});

test("who is refused costs the database nothing, and is told when to come again", async () => {
  const context = await createTestContext({ RATE_LIMIT: "10" });
  const limits = open(context);
  await admittedOf(11, () => limits.admit("198.51.100.4"));
  const before = await pointsOf(context);
  expect(await admittedOf(1_000, () => limits.admit("198.51.100.4"))).toBe(0);
  expect(await pointsOf(context)).toEqual(before);
  const waitMs = await limits.admit("198.51.100.4");
  expect(waitMs).toBeGreaterThan(50_000);
  expect(waitMs).toBeLessThanOrEqual(60_000);
});

test("without a database each instance counts in memory", async () => {
  const context = await createTestContext({ RATE_LIMIT: "30" });
  const lost = parseEnv({
    ...context.parts.env,
    RATE_LIMIT: "30",
    DATABASE_URL: "postgres://user:secret@127.0.0.1:9/none",
  });
  const limits = open({ ...context, env: lost });
  expect(await admittedOf(100, () => limits.admit("198.51.100.4"))).toBe(30);
});

test("who has paid is answered though everybody at their address has asked too much", async () => {
  const context = await createTestContext({ RATE_LIMIT: "5" });
  const limits = open(context);
  const { account } = await createWallet();
  const [{ order: paid }, { order: unpaid }] = await Promise.all([
    placeOrder(context, bodyFor(account.address)),
    placeOrder(context, bodyFor(account.address)),
  ]);
  await recordPaid(context.database, paid, { payTx: null, paidAt: new Date(), refundableAt: null });
  expect(await admittedOf(20, () => limits.admit("198.51.100.4"))).toBe(5);
  expect(await admittedOf(20, () => limits.admitFor("198.51.100.4", unpaid.address))).toBe(0);
  expect(await admittedOf(20, () => limits.admitFor("198.51.100.4", zeroAddress))).toBe(0);
  expect(await admittedOf(700, () => limits.admitFor("198.51.100.4", paid.address))).toBe(600);
  // Nor does a flood from elsewhere use up what the payer has.
  expect(await admittedOf(20, () => limits.admitFor("198.51.100.5", paid.address))).toBe(20);
  expect(toOrder(await findOrder(context, { token: paid.address })).status).toBe("paid");
});

test("a flood of orders in a wallet's name is refused to its senders, and not to who orders once", async () => {
  const context = await createTestContext({ RATE_LIMIT: "1000" });
  const limits = open(context);
  const { account } = await createWallet();
  expect(await admittedOf(100, () => limits.admitOrder("198.51.100.4", account.address))).toBe(33);
  expect(await admittedOf(10, () => limits.admitOrder("198.51.100.5", account.address))).toBe(3);
  const { account: other } = await createWallet();
  expect(await limits.admitOrder("198.51.100.4", other.address)).toBe(0);
});

test("a limit of 0 is none", async () => {
  const context = await createTestContext({ RATE_LIMIT: "0" });
  const limits = open(context);
  expect(await admittedOf(1_000, () => limits.admit("198.51.100.4"))).toBe(1_000);
  expect(await pointsOf(context)).toEqual([]);
});

function pointsOf({ database }: Context) {
  return database
    .select({ points: rateLimits.points })
    .from(rateLimits)
    .orderBy(sql`1`);
}
