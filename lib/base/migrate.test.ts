import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { z } from "zod";
import { runSql } from "#lib/local/postgres.ts";
import { root } from "#lib/local/process.ts";
import { migrateDatabase } from "./migrate.ts";
import * as tables from "./schema.ts";
import * as sideTables from "./side-tables.ts";

const folder = join(root, "drizzle");
const journal = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number() })) });

const flags = [false, true];
const choices = flags.flatMap((burnable) =>
  flags.flatMap((mintable) => flags.map((pausable) => ({ burnable, mintable, pausable }))),
);

test("orders that were placed when each feature was a column keep theirs", async () => {
  const url = await createEmptyDatabase();
  await migrateDatabase(url, await migrationsUpTo(1));
  for (const [index, choice] of choices.entries()) await runSql(url, oldOrder(index, choice));

  await migrateDatabase(url, folder);

  const rows = await (
    await open(url)
  ).query.orders.findMany({
    orderBy: (order, { asc }) => asc(order.id),
  });
  const chosen = choices.map((choice) =>
    Object.entries(choice).flatMap(([name, isIn]) => (isIn ? name : [])),
  );
  expect(rows.map(({ features }) => features)).toEqual(chosen);
});

test("the sources of tokens that were there before sources were published wait for it, and those of no other order", async () => {
  const url = await createEmptyDatabase();
  await migrateDatabase(url, await migrationsUpTo(1));
  const choice = { burnable: false, mintable: false, pausable: false };
  for (const index of [1, 2]) await runSql(url, oldOrder(index, choice));
  await migrateDatabase(url, await migrationsUpTo(10));
  const hash = `0x${"ab".repeat(32)}`;
  await runSql(
    url,
    `update orders set status = 'deployed', deploy_tx = '${hash}', block_number = 1, deployed_at = now() where id = 1`,
  );

  await migrateDatabase(url, folder);

  const waiting = await (await open(url)).query.publications.findMany();
  expect(waiting.map(({ orderId, verifier, state }) => [orderId, verifier, state])).toEqual([
    [1n, "sourcify", "pending"],
    [1n, "etherscan", "pending"],
  ]);
});

async function open(url: string) {
  const client = new pg.Client(url);
  onTestFinished(() => client.end());
  await client.connect();
  return drizzle({ client, schema: { ...tables, ...sideTables } });
}

async function createEmptyDatabase(): Promise<string> {
  const server = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runSql(server, `create database ${name}`);
  onTestFinished(() => runSql(server, `drop database ${name} with (force)`));
  return new URL(`/${name}`, server).href;
}

/** The project's migrations as they were when this one was the last. @returns the folder they are in */
async function migrationsUpTo(last: number): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "migrations-"));
  onTestFinished(() => rm(copy, { recursive: true }));
  await cp(folder, copy, { recursive: true });
  const path = join(copy, "meta/_journal.json");
  const { entries, ...rest } = journal.parse(JSON.parse(await readFile(path, "utf8")));
  await writeFile(path, JSON.stringify({ ...rest, entries: entries.filter(({ idx }) => idx <= last) }));
  return copy;
}

/** The SQL that stored an order then, with a cap where it may have one. */
function oldOrder(
  index: number,
  choice: { burnable: boolean; mintable: boolean; pausable: boolean },
): string {
  const address = `0x${String(index).padStart(40, "0")}`;
  const salt = `0x${String(index).padStart(64, "0")}`;
  const { burnable, mintable, pausable } = choice;
  return `insert into orders (
      chain_id, address, name, symbol, decimals, supply_units, cap_units, burnable, mintable, pausable,
      owner, deployer, salt, checkout, initcode, fee_wei, network_wei, placed_block
    ) values (
      31337, '${address}', 'Old', 'OLD', 18, 1, ${mintable ? 2 : "null"}, ${burnable}, ${mintable}, ${pausable},
      '${address}', '${address}', '${salt}', '${address}', '0x00', 0, 0, 0
    )`;
}
