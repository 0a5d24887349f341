import { eq, sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { createContext, type Context } from "#lib/base/context.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { publications } from "#lib/base/side-tables.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { bodyFor, closeContext, createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { claimNext, recordNext } from "./records.ts";

const CONNECTIONS = 8;

test("however many take at once, from however many servers, each source is taken by one", async () => {
  const context = await createTestContext();
  const other = await createContext(context.env);
  onTestFinished(() => closeContext(other));
  const placed = [];
  for (let tokens = 0; tokens < 5; tokens += 1) placed.push(await withToken(context));
  const ids = placed.map(({ id }) => id);
  for (let rounds = 0; rounds < 5; rounds += 1) {
    await Promise.all([context, other].map(openAll));
    const taking = Array.from({ length: 2 * CONNECTIONS }, (_, index) =>
      claim(index % 2 === 0 ? context : other),
    );
    const taken = (await Promise.all(taking)).flatMap((claimed) => claimed?.orderId ?? []);
    expect(taken).toHaveLength(ids.length);
    expect(new Set(taken)).toEqual(new Set(ids));
    await context.database.update(publications).set({ dueAt: sql`now()` });
  }
});

test("jobs that were begun come first, and then the newest tokens", async () => {
  const context = await createTestContext();
  const [oldest, begun, newest] = [
    await withToken(context),
    await withToken(context),
    await withToken(context),
  ];
  await context.database
    .update(publications)
    .set({ ticket: "job", submittedAt: new Date() })
    .where(eq(publications.orderId, begun.id));
  const order = [];
  for (;;) {
    const claimed = await claim(context);
    if (!claimed) break;
    order.push(claimed.orderId);
  }
  expect(order).toEqual([begun.id, newest.id, oldest.id]);
});

test("who was too slow writes nothing over what another one has found", async () => {
  const context = await createTestContext();
  const { id } = await withToken(context);
  const slow = await claim(context);
  await context.database.update(publications).set({ dueAt: sql`now()` });
  const quick = await claim(context);
  if (!slow || !quick) throw new Error("nothing was due");
  await recordNext(context.database, slow, { state: "failed", reason: "no" });
  await recordNext(context.database, quick, { state: "published" });
  await recordNext(context.database, quick, { state: "failed", reason: "no" });
  const rows = await context.database.select().from(publications).where(eq(publications.orderId, id));
  expect(rows.find(({ verifier }) => verifier === "sourcify")).toMatchObject({
    state: "published",
    reason: null,
  });
});

function claim({ database, chains }: Context) {
  return claimNext(database, chainOf(chains, undefined), "sourcify");
}

/** So that those who take at once do not wait for a connection. */
async function openAll({ database }: Context): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS }, () => database.execute(sql`select pg_sleep(0.02)`)));
}

/** An order whose token is recorded. */
async function withToken(context: Context): Promise<OrderRow> {
  const { account } = await createWallet();
  const { order } = await placeOrder(context, bodyFor(account.address));
  const token = { deployTx: `0x${"ab".repeat(32)}`, blockNumber: 1n, deployedAt: new Date() } as const;
  await context.database
    .update(orders)
    .set({ status: "deployed", ...token })
    .where(eq(orders.id, order.id));
  return order;
}
