import { eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { placeOrder } from "#lib/orders/place.ts";
import { bodyFor, createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { orders } from "./schema.ts";
import { publications } from "./side-tables.ts";

const CHECK_VIOLATION = "23514";
const hash = `0x${"ab".repeat(32)}` as const;

const impossible: [string, PgUpdateSetSource<typeof orders>][] = [
  ["deployed without its transaction", { status: "deployed", blockNumber: 1n, deployedAt: new Date() }],
  ["deployed without its block", { status: "deployed", deployTx: hash, deployedAt: new Date() }],
  ["submitted without its transaction", { status: "submitted" }],
  ["paid without a time", { status: "paid" }],
  ["failed without a reason", { status: "failed" }],
  ["awaiting payment with a reason to have failed", { failure: "Unpaid()" }],
  ["of nothing", { supplyUnits: 0n }],
  ["past uint256", { supplyUnits: 2n ** 256n }],
  ["capped without being mintable", { capUnits: 10n ** 30n }],
  ["capped below its supply", { features: ["mintable"], capUnits: 1n }],
  ["twice of one feature", { features: ["burnable", "burnable"] }],
  ["with a feature nobody knows", { features: sql`array['taxable']` }],
  ["with a feature that is nothing", { features: sql`array[null]::text[]` }],
  ["of more votes than can be counted", { features: ["votes"], supplyUnits: 2n ** 208n }],
  [
    "capped above the votes that can be counted",
    { features: ["mintable", "votes"], supplyUnits: 1n, capUnits: 2n ** 208n },
  ],
  ["finer than 18 decimals", { decimals: 19 }],
  ["for no address", { address: "0x12" }],
  ["for a negative price", { serviceFeeWei: -1n }],
];

test.each(impossible)("the database refuses an order that is %s", async (_, values) => {
  const context = await createTestContext();
  const { account } = await createWallet();
  const { order } = await placeOrder(context, bodyFor(account.address));
  const writing = context.database.update(orders).set(values).where(eq(orders.id, order.id));
  await expect(writing).rejects.toMatchObject({ cause: { code: CHECK_VIOLATION } });
});

test("the largest supply survives the database to the unit", async () => {
  const context = await createTestContext();
  const { account } = await createWallet();
  const supply = (2n ** 256n - 1n).toString();
  const { order } = await placeOrder(context, bodyFor(account.address, { decimals: 0, supply }));
  expect(order.supplyUnits).toBe(2n ** 256n - 1n);
});

const token = { status: "deployed", deployTx: hash, blockNumber: 1n, deployedAt: new Date() } as const;

test.each<[string, PgUpdateSetSource<typeof publications>]>([
  ["failed without a reason", { state: "failed" }],
  ["published, and yet not", { state: "published", reason: "no" }],
  ["a job since never", { ticket: "job" }],
  ["worked on, and published", { state: "published", ticket: "job", submittedAt: new Date() }],
  ["failed for a reason that fills the page", { state: "failed", reason: "no".repeat(200) }],
])("the database refuses a source that is %s", async (_, values) => {
  const context = await createTestContext();
  const { account } = await createWallet();
  const { order } = await placeOrder(context, bodyFor(account.address));
  await context.database.update(orders).set(token).where(eq(orders.id, order.id));
  const writing = context.database.update(publications).set(values).where(eq(publications.orderId, order.id));
  await expect(writing).rejects.toMatchObject({ cause: { code: CHECK_VIOLATION } });
});

test("a source is to be published at each verifier once, however often its token is recorded", async () => {
  const context = await createTestContext();
  const { account } = await createWallet();
  const { order } = await placeOrder(context, bodyFor(account.address));
  const write = (values: PgUpdateSetSource<typeof orders>) =>
    context.database.update(orders).set(values).where(eq(orders.id, order.id));
  for (const values of [token, { status: "submitted" } as const, token]) await write(values);
  const rows = await context.database.select().from(publications);
  expect(rows.map(({ verifier, state }) => [verifier, state])).toEqual([
    ["sourcify", "pending"],
    ["etherscan", "pending"],
  ]);
  await context.database.delete(orders).where(eq(orders.id, order.id));
  expect(await context.database.select().from(publications)).toEqual([]);
});
