import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { isDatabaseUnavailable } from "#lib/base/db.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { createLockPool, LockTaken, withLock } from "./lock.ts";

const lock = { name: "token-deployment-test", idleTimeoutMs: 10_000 };

test("of two pools, as of two servers, one holds the lock and the other is refused at once", async () => {
  const { first, second } = await twoPools();
  const refusal = await withLock(first, lock, () =>
    withLock(second, lock, async () => "both").catch((error: unknown) => error),
  );
  expect(refusal).toBeInstanceOf(LockTaken);
  expect(await withLock(second, lock, async () => "free again")).toBe("free again");
});

test("a process that holds the lock refuses by itself, without a connection to the database", async () => {
  const { first } = await twoPools();
  const outcome = await withLock(first, lock, async () => {
    const refusal = await withLock(first, lock, async () => "both").catch((error: unknown) => error);
    return { refusal, connections: first.database.$client.totalCount };
  });
  expect(outcome.refusal).toBeInstanceOf(LockTaken);
  expect(outcome.connections).toBe(1);
  expect(await withLock(first, lock, async () => "free again")).toBe("free again");
});

test("different names do not block each other", async () => {
  const { first, second } = await twoPools();
  const other = { ...lock, name: "token-deployment-other" };
  expect(await withLock(first, lock, () => withLock(second, other, async () => "both"))).toBe("both");
});

test("an error rolls back what was written and frees the lock", async () => {
  const { first, second } = await twoPools();
  const failing = withLock(first, lock, async (transaction) => {
    await transaction.execute(sql`create table written (id int)`);
    throw new Error("broken");
  });
  await expect(failing).rejects.toThrow("broken");
  const { rows } = await withLock(second, lock, (transaction) =>
    transaction.execute(sql`select to_regclass('written') as found`),
  );
  expect(rows).toEqual([{ found: null }]);
});

test("a full pool refuses at once instead of queueing", async () => {
  const { first } = await twoPools();
  const inner = (name: string) => withLock(first, { ...lock, name }, async () => name);
  const outcome = await withLock(first, lock, () =>
    withLock(first, { ...lock, name: "b" }, () => inner("c").catch((error: unknown) => error)),
  );
  expect(outcome).toBeInstanceOf(LockTaken);
  expect(first.held.size).toBe(0);
  expect(await inner("d")).toBe("d");
});

test("who may wait finds room in a full pool once a lock is freed, in the order of asking, and is refused in time", async () => {
  const { first } = await twoPools();
  const frees = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const held = frees.map(({ promise }, index) =>
    withLock(first, { ...lock, name: `held-${index}` }, () => promise),
  );
  const late = await withLock(first, { ...lock, name: "late", waitMs: 100 }, async () => "in time").catch(
    (error: unknown) => error,
  );
  expect(late).toBeInstanceOf(LockTaken);
  const entered: string[] = [];
  const waiting = ["a", "b", "c"].map((name) =>
    withLock(first, { ...lock, name, waitMs: 10_000 }, async () => entered.push(name)),
  );
  frees[0]?.resolve();
  await Promise.all(waiting);
  expect(entered).toEqual(["a", "b", "c"]);
  expect(first.database.$client.totalCount).toBe(2);
  frees[1]?.resolve();
  await Promise.all(held);
  expect([first.held.size, first.waiting.size]).toEqual([0, 0]);
});

test("who may wait is refused by no pool that many ask at the same moment", async () => {
  const { first } = await twoPools();
  const names = Array.from({ length: 50 }, (_, index) => `at-once-${index}`);
  const ended = await Promise.all(
    names.map((name) => withLock(first, { ...lock, name, waitMs: 10_000 }, async () => name)),
  );
  expect(ended).toEqual(names);
  expect([first.held.size, first.waiting.size]).toEqual([0, 0]);
});

test("a holder whose session is cut loses the lock, and is told so", async () => {
  const { first, second } = await twoPools();
  const cut = withLock(first, lock, async (transaction) => {
    const { rows } = await transaction.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await second.database.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
    await transaction.execute(sql`select 1`);
  });
  await expect(cut).rejects.toSatisfy(isDatabaseUnavailable);
  expect(await withLock(second, lock, async () => "free again")).toBe("free again");
  expect(first.held.size).toBe(0);
});

test("a holder that idles past its time loses the lock", async () => {
  const { first, second } = await twoPools();
  const idle = withLock(first, { ...lock, idleTimeoutMs: 200 }, async () => {
    await expect
      .poll(() => withLock(second, lock, async () => "taken over").catch(() => "held"), { timeout: 5_000 })
      .toBe("taken over");
    return "done";
  });
  await expect(idle).rejects.toSatisfy(isDatabaseUnavailable);
});

/** Two pools of two connections, on one database. */
async function twoPools() {
  const { env } = await createTestContext();
  const [first, second] = [createLockPool(env.DATABASE_URL, 2), createLockPool(env.DATABASE_URL, 2)];
  onTestFinished(async () => {
    await Promise.all([first, second].map((pool) => pool.database.$client.end()));
  });
  return { first, second };
}
