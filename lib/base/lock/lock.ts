import "server-only";
import { sql } from "drizzle-orm";
import { connect, transact, type Database, type Queryable } from "#lib/base/db.ts";
import { lockKey } from "./lock-key.ts";

/** The lock is held, here or elsewhere, or every connection of the lock pool is in use. Nothing has happened. */
export class LockTaken extends Error {
  constructor(name: string) {
    super(`The lock ${name} is taken.`);
    this.name = "LockTaken";
  }
}

/** `held` are the names of the locks that this process holds, or is just asking for, by this pool. */
export type LockPool = { database: Database; size: number; held: Set<string> };

/** A small pool of its own: a transaction that holds a lock idles while the chain works. */
export function createLockPool(url: string, size: number): LockPool {
  return { database: connect(url, { max: size, name: "coinwright-lock" }), size, held: new Set() };
}

/**
 * Runs `work` in a transaction that holds the advisory lock `name`; both end together, whether it returns, throws
 * or loses its connection.
 *
 * @param idleTimeoutMs how long the server lets the transaction idle before it ends the session and so frees the lock
 * @throws {LockTaken} at once, without waiting, if another session holds the lock or the pool is full
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export async function withLock<T>(
  pool: LockPool,
  { name, idleTimeoutMs }: { name: string; idleTimeoutMs: number },
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  // What this process holds itself it refuses without asking the database.
  if (pool.held.has(name) || pool.held.size >= pool.size) throw new LockTaken(name);
  pool.held.add(name);
  try {
    return await transact(pool.database, async (transaction) => {
      const { rows } = await transaction.execute<{ acquired: boolean }>(sql`
        select pg_try_advisory_xact_lock(${lockKey(name)}) as acquired,
               set_config('idle_in_transaction_session_timeout', ${String(idleTimeoutMs)}, true)`);
      if (!rows[0]?.acquired) throw new LockTaken(name);
      return work(transaction);
    });
  } finally {
    pool.held.delete(name);
  }
}
