import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Context } from "#lib/base/context.ts";
import { orders, transactions, type OrderRow } from "#lib/base/schema.ts";
import { rateLimits } from "#lib/base/side-tables.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { bodyFor, createTestContext, createWallet, pay } from "#lib/testing/test-context.ts";
import { removeExpired } from "./remove-expired.ts";
import { sweepOnce } from "./sweep.ts";

const endless = new AbortController().signal;

async function endOffer({ database }: Context, order: OrderRow, daysAgo: number): Promise<void> {
  const expiresAt = sql`date_trunc('second', now()) - make_interval(hours => ${Math.round(daysAgo * 24)})`;
  await database.update(orders).set({ expiresAt }).where(eq(orders.id, order.id));
}

async function addressesOf({ database }: Context): Promise<string[]> {
  const rows = await database.select({ address: orders.address }).from(orders).orderBy(orders.id);
  return rows.map(({ address }) => address);
}

test("an order that nobody has paid goes, and its body is the same order when it is placed again", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const body = bodyFor(wallet.account.address);
  const { order } = await placeOrder(context, body);
  await endOffer(context, order, 7.5);
  expect(await sweepOnce(context, endless)).toMatchObject({ expired: 1, errors: 0 });
  expect(await addressesOf(context)).toEqual([]);
  // A payment that comes after is not lost either.
  await pay(wallet, toOrder(order));
  const again = await placeOrder(context, body);
  expect(again).toMatchObject({ created: true, order: { address: order.address } });
  expect(await deploy(context, again.order)).toMatchObject({ status: "deployed" });
});

test("what is paid, even too little, or journaled, or not over for long, stays", async () => {
  const context = await createTestContext();
  const [chain] = context.chains;
  if (!chain) throw new Error("no chain");
  const wallet = await createWallet();
  const place = async () => (await placeOrder(context, bodyFor(wallet.account.address))).order;
  const [young, paid, underpaid, journaled, gone] = [
    await place(),
    await place(),
    await place(),
    await place(),
    await place(),
  ];
  await pay(wallet, toOrder(paid));
  await pay(wallet, toOrder(underpaid), 1n);
  await context.database.insert(transactions).values({
    purpose: "delivery",
    orderId: journaled.id,
    chainId: chain.id,
    sender: journaled.deployer,
    nonce: 1,
    hash: `0x${"11".repeat(32)}`,
    raw: "0x11",
    outcome: "abandoned",
  });
  await endOffer(context, young, 6.5);
  for (const order of [paid, underpaid, journaled, gone]) await endOffer(context, order, 8);
  expect(await removeExpired(context, chain)).toEqual({ expired: 1 });
  expect(await removeExpired(context, chain)).toEqual({ expired: 0 });
  expect(await addressesOf(context)).toEqual(
    [young, paid, underpaid, journaled].map(({ address }) => address),
  );
});

test("more than a batch that must stay is in nobody's way", async () => {
  const context = await createTestContext();
  const [chain] = context.chains;
  if (!chain) throw new Error("no chain");
  const wallet = await createWallet();
  const { order: underpaid } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(underpaid), 1n);
  await endOffer(context, underpaid, 9);
  // As if a hundred more had been paid too little: their state is read by address and payer, and both are the same.
  await context.database.execute(sql`alter table orders drop constraint orders_chain_address`);
  const { id: _, ...row } = (await context.database.query.orders.findFirst()) ?? underpaid;
  await context.database.insert(orders).values(
    Array.from({ length: 120 }, (__, index) => ({
      ...row,
      salt: `0x${String(index).padStart(64, "0")}` as const,
    })),
  );
  const { order: gone } = await placeOrder(context, bodyFor(wallet.account.address));
  await endOffer(context, gone, 8);
  const counts = [await removeExpired(context, chain), await removeExpired(context, chain)];
  expect(counts).toEqual([{ expired: 0 }, { expired: 1 }]);
});

test("requests that were counted are forgotten once their minute is over", async () => {
  const context = await createTestContext();
  const [past, present] = [Date.now() - 1, Date.now() + 60_000];
  await context.database.insert(rateLimits).values([
    { key: "client:198.51.100.4", points: 10, expire: past },
    { key: "client:198.51.100.5", points: 10, expire: present },
  ]);
  await sweepOnce(context, endless);
  expect(await context.database.select({ key: rateLimits.key }).from(rateLimits)).toEqual([
    { key: "client:198.51.100.5" },
  ]);
});
