import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { orders } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { findOrder } from "#lib/orders/find.ts";
import { status } from "#lib/shared/status/status.ts";
import { placeAndPay } from "#lib/testing/own-chain.ts";
import { createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { readStatus } from "./read-status.ts";

test("the status tells what is stuck, what the accounts hold, and what the last day has made", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const made = await placeAndPay(context, wallet);
  await deploy(context, made);
  const late = await placeAndPay(context, wallet);
  const paidAt = new Date(Date.now() - 3_600_000);
  await context.database.update(orders).set({ status: "paid", paidAt }).where(eq(orders.id, late.id));

  const told = await readStatus(context);
  expect(status.parse(told)).toEqual(told);
  expect(told.undelivered).toEqual([
    { address: late.address, chainId: 31337, state: "waiting", seconds: expect.any(Number), failure: null },
  ]);
  expect(told.undelivered?.[0]?.seconds).toBeGreaterThan(3_500);
  expect(told.undeliveredCount).toBe(1);
  expect(told.day?.map(({ deployed }) => deployed)).toEqual([1]);
  const { deployedAt } = await findOrder(context, { token: made.address });
  const hour = new Date(told.day?.[0]?.at ?? "").getTime();
  expect(deployedAt?.getTime()).toBeGreaterThanOrEqual(hour);
  expect(deployedAt?.getTime()).toBeLessThan(hour + 3_600_000);
  expect(told.day?.[0]?.mostSeconds).toBeGreaterThanOrEqual(0);
  const [chain] = told.chains;
  expect(chain).toMatchObject({ id: 31337, coin: "ETH", queued: null });
  expect(chain?.accounts).toEqual([
    expect.objectContaining({ inFlight: 0, nonceGap: 0, balance: expect.any(Number) }),
  ]);
  expect(chain?.accounts[0]?.deliveries).toBeGreaterThan(20);
});

test("while the database is down the rest is told", async () => {
  const context = await createTestContext({ DATABASE_URL: "postgres://nobody@127.0.0.1:9/nothing" });
  const told = await readStatus(context);
  expect(told).toMatchObject({ undelivered: null, undeliveredCount: null, day: null });
  expect(told.chains[0]?.headAgeSeconds).not.toBeNull();
});
