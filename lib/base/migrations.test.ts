import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { z } from "zod";
import { root } from "#lib/local/process.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { breaksOf, schemaSnapshot, type SchemaSnapshot } from "#lib/testing/schema-change.ts";
import { bodyFor, createTestContext, createWallet } from "#lib/testing/test-context.ts";

/** The last migration that no other version can have run beside: it was made before there was a rule. */
const BEFORE_THE_RULE = 10;
const journal = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number(), tag: z.string() })) });

test("a version runs on while the migrations of the next one are done: each of them only adds", async () => {
  const snapshots = await readSnapshots();
  const last = await lastMigration();
  expect(snapshots.at(-1)?.idx).toBe(last.idx);
  const breaking = snapshots.flatMap(({ idx, snapshot }, index) => {
    const before = snapshots[index - 1];
    if (!before || idx <= BEFORE_THE_RULE) return [];
    return breaksOf(before.snapshot, snapshot).map((what) => `${idx}: ${what}`);
  });
  expect(breaking).toEqual([]);
});

test("what would break the version before is found", async () => {
  const snapshots = await readSnapshots();
  const [first, second, third, fourth] = [1, 2, 3, 4].map(
    (idx) => snapshots.find((each) => each.idx === idx)?.snapshot,
  );
  if (!first || !second || !third || !fourth) throw new Error("There are so many migrations.");
  expect(breaksOf(first, second)).toEqual([
    "public.orders.burnable is gone",
    "public.orders.mintable is gone",
    "public.orders.pausable is gone",
    "public.orders.features is new and has no default",
  ]);
  expect(breaksOf(third, fourth)).toEqual(["public.orders.expires_at is new and has no default"]);
  const orders = fourth.tables["public.orders"];
  const symbol = orders?.columns["symbol"];
  if (!orders || !symbol) throw new Error("Orders have symbols.");
  const changed = (columns: typeof orders.columns, rest: Partial<typeof orders> = {}): SchemaSnapshot => ({
    ...fourth,
    tables: {
      ...fourth.tables,
      "public.orders": { ...orders, ...rest, columns: { ...orders.columns, ...columns } },
    },
  });
  const optional = changed({ symbol: { ...symbol, notNull: false } });
  expect(breaksOf(optional, fourth)).toEqual(["public.orders.symbol must not be null any more"]);
  expect(breaksOf(fourth, changed({ symbol: { ...symbol, type: "integer" } }))).toEqual([
    "public.orders.symbol was text and is integer",
  ]);
  const only = { one_symbol: { columns: ["symbol"] } };
  expect(
    breaksOf(fourth, changed({}, { uniqueConstraints: { ...orders.uniqueConstraints, ...only } })),
  ).toEqual(["public.orders: one_symbol must be unique now"]);
  const { "public.order_status": statuses, ...others } = fourth.enums;
  expect(breaksOf(fourth, { ...fourth, enums: others })).toHaveLength(statuses?.values.length ?? 0);
  const { "public.cursors": _, ...tables } = fourth.tables;
  expect(breaksOf(fourth, { ...fourth, tables })).toEqual(["public.cursors is gone"]);
});

test("what the version before the last migration writes and reads of an order, it still can", async () => {
  const snapshots = await readSnapshots();
  const before = snapshots.at(-2)?.snapshot.tables["public.orders"];
  if (!before) throw new Error("There was a migration before the last.");
  const columns = Object.entries(before.columns).flatMap(([name, { identity }]) => (identity ? [] : [name]));
  const list = sql.join(
    columns.map((name) => sql.identifier(name)),
    sql`, `,
  );
  const { database, ...context } = await createTestContext();
  const { account } = await createWallet();
  const { order } = await placeOrder({ database, ...context }, bodyFor(account.address));
  const address = `0x${"ab".repeat(20)}`;
  const other = JSON.stringify({ address, salt: `0x${"cd".repeat(32)}` });
  const written = await database.execute(sql`
    insert into orders (${list}) select ${list}
    from jsonb_populate_record(null::orders, (select to_jsonb(o) from orders o where o.id = ${order.id}) || ${other}::jsonb)
    returning ${list}`);
  expect(written.rows).toMatchObject([{ address, status: "awaiting_payment", name: order.name }]);
});

async function lastMigration() {
  const text = await readFile(join(root, "drizzle/meta/_journal.json"), "utf8");
  const last = journal.parse(JSON.parse(text)).entries.at(-1);
  if (!last) throw new Error("There is a migration.");
  return last;
}

/** The schema after each migration that has a snapshot, in order. */
async function readSnapshots(): Promise<{ idx: number; snapshot: SchemaSnapshot }[]> {
  const folder = join(root, "drizzle/meta");
  const names = (await readdir(folder)).filter((name) => name.endsWith("_snapshot.json")).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      idx: Number.parseInt(name, 10),
      snapshot: schemaSnapshot.parse(JSON.parse(await readFile(join(folder, name), "utf8"))),
    })),
  );
}
