import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { isUniqueViolation } from "#lib/base/db.ts";
import { transactions, type OrderRow } from "#lib/base/schema.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { bodyFor, createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { closeTransaction, openDelivery } from "./journal.ts";
import { chooseSender } from "./lanes.ts";
import { viewLane } from "./nonces.ts";
import { waitForReceipt } from "./receipts.ts";
import { broadcast } from "./send.ts";
import { settleNonce } from "./settle.ts";
import { signNext } from "./sign.ts";

test("transactions signed at once get consecutive nonces", async () => {
  const context = await createTestContext({ PRICE_31337: "0" });
  const orders = await placeOrders(context, 10);
  const nonces = (await Promise.all(orders.map((order) => sign(context, order)))).map(({ nonce }) => nonce);
  const first = Math.min(...nonces);
  expect(nonces.toSorted((a, b) => a - b)).toEqual(orders.map((_, index) => first + index));
});

test("an order has at most one open transaction; once it is closed, its nonce is the first to be used again", async () => {
  const context = await createTestContext({ PRICE_31337: "0" });
  const [order] = await placeOrders(context, 1);
  const first = await sign(context, order);
  await expect(sign(context, order)).rejects.toSatisfy(isUniqueViolation);
  expect(await openDelivery(context.database, order.id)).toEqual(first);
  await closeTransaction(context.database, first, { outcome: "abandoned", reason: "a test" });
  expect(await sign(context, order)).toMatchObject({ nonce: first.nonce, outcome: null, reason: null });
});

test("what was signed before and never sent is sent first, so nothing waits behind it", async () => {
  const context = await createTestContext({ PRICE_31337: "0" });
  const chain = chainOf(context.chains, undefined);
  const [forgotten, order] = await placeOrders(context, 2);
  const first = await sign(context, forgotten);
  const second = await sign(context, order);
  await broadcast(context.database, chain, second);
  await broadcast(context.database, chain, second);
  for (const { hash } of [first, second])
    expect(await waitForReceipt(context.database, chain, hash, inMs(10_000))).toMatchObject({
      status: "success",
    });
  const view = await viewLane(chain, first.sender);
  expect(await settleNonce(context.database, chain, first, view)).toBe(true);
  const [settled] = await context.database
    .select()
    .from(transactions)
    .where(eq(transactions.hash, first.hash));
  expect(settled).toMatchObject({ outcome: "mined", reason: null });
});

test("what does not become a receipt in time is null, not an error", async () => {
  const context = await createTestContext({ PRICE_31337: "0" });
  const [order] = await placeOrders(context, 1);
  const { hash } = await sign(context, order);
  const chain = chainOf(context.chains, undefined);
  expect(await waitForReceipt(context.database, chain, hash, inMs(300))).toBeNull();
});

test("the journal keeps the bytes whose hash it names", async () => {
  const context = await createTestContext({ PRICE_31337: "0" });
  const [order] = await placeOrders(context, 1);
  const signed = await sign(context, order);
  const [row] = await context.database.select().from(transactions).where(eq(transactions.hash, signed.hash));
  expect(row).toMatchObject({ orderId: order.id, raw: signed.raw, outcome: null });
});

function inMs(ms: number) {
  return { deadline: Date.now() + ms };
}

async function placeOrders(context: Context, count: 1): Promise<[OrderRow]>;
async function placeOrders(context: Context, count: 2): Promise<[OrderRow, OrderRow]>;
async function placeOrders(context: Context, count: number): Promise<OrderRow[]>;
async function placeOrders(context: Context, count: number): Promise<OrderRow[]> {
  const { account } = await createWallet();
  return Promise.all(
    Array.from({ length: count }, async () => (await placeOrder(context, bodyFor(account.address))).order),
  );
}

/** Signs a transaction of nothing to the sender itself. */
async function sign(context: Context, order: OrderRow) {
  const sender = chooseSender(context.senders, order.address);
  const request = {
    type: "eip1559",
    chainId: order.chainId,
    to: sender.address,
    gas: 21_000n,
    maxFeePerGas: 10n ** 10n,
    maxPriorityFeePerGas: 1n,
  } as const;
  const chain = chainOf(context.chains, order.chainId);
  const purpose = { purpose: "delivery", orderId: order.id } as const;
  const lane = { view: await viewLane(chain, sender.address), depth: 16 };
  const signing = { chain, sender, purpose, request };
  const { transaction } = await signNext(context.database, signing, lane, async () => undefined);
  return transaction;
}
