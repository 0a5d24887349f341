import { sql } from "drizzle-orm";
import pg from "pg";
import { expect, test } from "vitest";
import { countStatements } from "#lib/testing/round-trips.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { isDatabaseUnavailable, isUniqueViolation, transactAfter, type Queryable } from "./db.ts";

test("what a transaction begins with takes one round trip, and is in the transaction", async () => {
  const { database } = await createTestContext();
  await database.execute(sql`select 1`);
  const opening = {
    statements: ["set local lock_timeout = 1234"],
    first: (transaction: Queryable) =>
      transaction.execute<{ wait: string }>(sql`select current_setting('lock_timeout') as wait`),
  };
  const { result, trips } = await countStatements(() =>
    transactAfter(database, opening, async (_, { rows }) => rows[0]?.wait),
  );
  expect(result).toBe("1234ms");
  // That, and the commit.
  expect(trips).toBe(2);
});

test("where a transaction can't begin as it should, nothing is done in it, and its connection is good again", async () => {
  const { database } = await createTestContext();
  let isDone = false;
  const begun = transactAfter(
    database,
    { statements: ["select 1 / 0"], first: (transaction) => transaction.execute(sql`select 1`) },
    async () => {
      isDone = true;
    },
  );
  await expect(begun).rejects.toSatisfy((error) => !isDatabaseUnavailable(error));
  expect(isDone).toBe(false);
  const { rows } = await database.execute(sql`select pg_current_xact_id_if_assigned() as open`);
  expect(rows).toEqual([{ open: null }]);
});

test("a query that failed is known by a build's other class of that name too", () => {
  class DrizzleQueryError extends Error {
    readonly query = "select 1";
    readonly params = [];
  }
  const failure = (code: string) => {
    const cause = Object.assign(new pg.DatabaseError("failed", 0, "error"), { code });
    return new DrizzleQueryError("Failed query", { cause });
  };
  expect(isUniqueViolation(failure("23505"))).toBe(true);
  expect(isDatabaseUnavailable(failure("23505"))).toBe(false);
  expect(isDatabaseUnavailable(failure("40P01"))).toBe(true);
  expect(isDatabaseUnavailable(new Error("Something else"))).toBe(false);
});

test("of two statements that are sent at once and fail, the first one's failure is told, and nothing is written", async () => {
  const { database } = await createTestContext();
  await database.execute(sql`create table written (id int primary key)`);
  const failing = transactAfter(database, { first: async () => undefined }, (transaction) =>
    Promise.all([
      transaction.execute(sql`insert into written values (1)`),
      transaction.execute(sql`insert into written values (1)`),
      transaction.execute(sql`insert into written values (2)`),
    ]),
  );
  await expect(failing).rejects.toMatchObject({ cause: { code: "23505" } });
  const { rows } = await database.execute(sql`select * from written`);
  expect(rows).toEqual([]);
});
