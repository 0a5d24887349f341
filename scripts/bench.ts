import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { parseLocalEnv } from "#lib/base/env.ts";
import { GLOBAL_LOCK } from "#lib/base/lock/lock-key.ts";
import { createLockPool, type LockPool, LockTaken, withLock } from "#lib/base/lock/lock.ts";
import { createDatabase, startPostgres } from "#lib/local/postgres.ts";
import { runCommand } from "./support/command.ts";
import { readOptions } from "./support/options.ts";

readOptions({
  call: "npm run bench",
  about: `What the lock costs, against the cheapest thing that can be asked of the same database in the same run. Uses
DATABASE_URL where it is set.`,
  options: {},
});

const RUNS = 2_000;
const lock = { name: GLOBAL_LOCK, idleTimeoutMs: 60_000 };

await runCommand(async (keep) => {
  const { DATABASE_URL = keep(await startPostgres()).url } = parseLocalEnv();
  const name = `bench_${randomBytes(4).toString("hex")}`;
  const { url } = keep(await createDatabase(DATABASE_URL, name));
  const pools = [createLockPool(url, 2), createLockPool(url, 2)] as const;
  for (const { database } of pools) keep({ stop: () => database.$client.end() });
  await compare(...pools);
});

async function compare(pool: LockPool, other: LockPool): Promise<void> {
  const roundTrip = () => pool.database.execute(sql`select 1`);
  const transaction = () => pool.database.transaction((open) => open.execute(sql`select 1`));
  const locked = () => withLock(pool, lock, async () => undefined);
  const refused = () =>
    withLock(other, lock, async () => undefined).catch((error: unknown) => {
      if (!(error instanceof LockTaken)) throw error;
    });
  for (const warmUp of [roundTrip, transaction, locked, refused]) await time(warmUp);

  console.log(`${"".padEnd(44)} median     p99        of a round trip`);
  const baseline = report("a round trip: select 1", await time(roundTrip), 0);
  const plain = report("a transaction: begin, select 1, commit", await time(transaction), baseline);
  const taken = report("a lock taken and freed", await time(locked), baseline);
  await withLock(pool, lock, async () => report("a lock refused", await time(refused), baseline));
  console.log(`\nTaking the lock costs ${(taken - plain).toFixed(3)} ms more than a transaction without it.`);
}

async function time(work: () => Promise<unknown>): Promise<number[]> {
  const durations: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    await work();
    durations.push(performance.now() - startedAt);
  }
  return durations.toSorted((a, b) => a - b);
}

function report(name: string, durations: number[], baseline: number): number {
  const [median = Number.NaN, p99 = Number.NaN] = [0.5, 0.99].map(
    (part) => durations[Math.floor(part * RUNS)],
  );
  console.log(
    `${name.padEnd(44)} ${median.toFixed(3)} ms   ${p99.toFixed(3)} ms   ${(median / (baseline || median)).toFixed(2)}`,
  );
  return median;
}
