import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { GLOBAL_LOCK } from "#lib/base/lock/lock-key.ts";
import { createLockPool, type LockPool, LockTaken, withLock } from "#lib/base/lock/lock.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import { inTurn, timed } from "../measure/in-turn.ts";
import { claimAtMost, orBecause, rowOf } from "../measure/rows.ts";
import type { Findings, Measurement } from "../measure/section.ts";

const WARM_UPS = 200;
const held = { name: "bench-held-elsewhere", idleTimeoutMs: 600_000 };
const free = { ...held, name: GLOBAL_LOCK };

/** What taking the lock costs, beside the cheapest things that can be asked of the same database. */
export const lock: Measurement = {
  name: "lock",
  title: "Taking the lock",
  run: async (keep, { isQuick, postgresUrl }) => {
    const { url } = keep(await createDatabase(postgresUrl, `bench_${randomBytes(4).toString("hex")}`));
    const pools = [createLockPool(url, 2), createLockPool(url, 2)] as const;
    for (const { database } of pools) keep({ stop: () => database.$client.end() });
    return compare(pools, isQuick ? 100 : 5_000);
  },
};

async function compare([pool, other]: readonly [LockPool, LockPool], times: number): Promise<Findings> {
  const works = {
    roundTrip: () => timed(() => pool.database.execute(sql`select 1`)),
    transaction: () => timed(() => pool.database.transaction((open) => open.execute(sql`select 1`))),
    taken: () => timeToTake(pool),
    takenAndFreed: () => timed(() => withLock(pool, free, async () => undefined)),
    refused: () => timed(() => refusal(pool)),
  };
  const samples = await withLock(other, held, async () => {
    await inTurn(WARM_UPS, works);
    return inTurn(times, works);
  });
  const taken = rowOf("a lock taken: begin, pg_try_advisory_xact_lock", "ms", samples.taken);
  const roundTrip = rowOf("a round trip: select 1", "ms", samples.roundTrip);
  const inTime = claimAtMost("taking the lock, p99", taken.p99, 1, "ms");
  return {
    rows: [
      roundTrip,
      rowOf("a transaction: begin, select 1, commit", "ms", samples.transaction),
      taken,
      rowOf("a lock taken and freed", "ms", samples.takenAndFreed),
      rowOf("a lock refused by the database", "ms", samples.refused),
    ],
    claims: [
      orBecause(
        inTime,
        `the machine stalls: of select 1 alone the p99 is ${roundTrip.p99.toPrecision(2)} ms, and taking the lock is two round trips`,
      ),
    ],
    notes: [],
  };
}

async function timeToTake(pool: LockPool): Promise<number> {
  const startedAt = performance.now();
  return withLock(pool, free, async () => performance.now() - startedAt);
}

/** Asks for what another pool holds, as another server would. */
async function refusal(pool: LockPool): Promise<void> {
  await withLock(pool, held, async () => undefined).catch((error: unknown) => {
    if (!(error instanceof LockTaken)) throw error;
  });
}
