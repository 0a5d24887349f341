import "server-only";
import { connect, transactAfter, type Database, type Queryable } from "#lib/base/db.ts";
import { timeLock } from "#lib/base/telemetry/time-lock.ts";
import { lockKey } from "./lock-key.ts";

/** The lock is held, here or elsewhere, or every connection of the lock pool is in use. Nothing has happened. */
export class LockTaken extends Error {
  constructor(name: string) {
    super(`The lock ${name} is taken.`);
    this.name = "LockTaken";
  }
}

/** `held` are the names of the locks that this process holds, or is just asking for, by this pool; `waiting` want one. */
export type LockPool = { database: Database; size: number; held: Set<string>; waiting: Set<() => void> };

/** A small pool of its own: a transaction that holds a lock idles while the chain works. */
export function createLockPool(url: string, size: number): LockPool {
  return {
    database: connect(url, { max: size, name: "coinwright-lock" }),
    size,
    held: new Set(),
    waiting: new Set(),
  };
}

/**
 * Runs `work` in a transaction that holds the advisory lock `name`; both end together, whether it returns, throws
 * or loses its connection.
 *
 * @param idleTimeoutMs how long the server lets the transaction idle before it ends the session and so frees the lock
 * @param waitMs how long to wait for a connection where the pool is full; by default not at all
 * @throws {LockTaken} at once if another session holds the lock, or if the pool is full and stays so
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export async function withLock<T>(
  pool: LockPool,
  { name, idleTimeoutMs, waitMs = 0 }: { name: string; idleTimeoutMs: number; waitMs?: number },
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  const timing = timeLock("deploy");
  try {
    const deadline = Date.now() + waitMs;
    // Asked again after each wait, and nothing is awaited from then until the connection is this one's.
    while (isFull(pool) && Date.now() < deadline) await nextTurn(pool, deadline);
    // What this process holds itself it refuses without asking the database.
    if (pool.held.has(name) || isFull(pool)) throw new LockTaken(name);
    return await withFreeLock(pool, { name, idleTimeoutMs }, (transaction) => {
      timing.acquired();
      return work(transaction);
    });
  } finally {
    timing.ended();
  }
}

async function withFreeLock<T>(
  pool: LockPool,
  { name, idleTimeoutMs }: { name: string; idleTimeoutMs: number },
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  pool.held.add(name);
  try {
    return await transactAfter(pool.database, tryLock(name, idleTimeoutMs), (transaction, isAcquired) => {
      if (!isAcquired) throw new LockTaken(name);
      return work(transaction);
    });
  } finally {
    pool.held.delete(name);
    wakeNext(pool);
  }
}

/** One query with no parameters, which is the least that a database can be asked to begin a transaction with. */
function tryLock(name: string, idleTimeoutMs: number) {
  return {
    statements: [
      `set local idle_in_transaction_session_timeout = ${idleTimeoutMs}`,
      `select pg_try_advisory_xact_lock(${lockKey(name)}) as acquired`,
    ],
    first: async (_transaction: Queryable, answer: Promise<{ acquired?: unknown } | undefined>) =>
      (await answer)?.acquired === true,
  };
}

function isFull({ held, size }: LockPool): boolean {
  return held.size >= size;
}

/** Waits until a connection is given back, in the order of asking, or the time is over. */
function nextTurn({ waiting }: LockPool, deadline: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      waiting.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, deadline - Date.now());
    waiting.add(wake);
  });
}

function wakeNext({ waiting }: LockPool): void {
  const [wake] = waiting;
  wake?.();
}
