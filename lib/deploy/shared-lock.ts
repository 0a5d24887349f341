import "server-only";
import type { Context } from "#lib/base/context.ts";
import { LockTaken } from "#lib/base/lock/lock.ts";
import { lockOf, takeLock, type UnderLock } from "./strategies.ts";

/** How long others may join: whoever does so last is at its deadline before the lock's session is ended for being idle. */
const JOINING_MS = 30_000;

type Held = {
  users: number;
  /** After it nobody joins, so that it is freed and others have a turn. */
  until: number;
  /** Rejects if the lock can't be taken. */
  taken: Promise<void>;
  free: () => void;
  freed: Promise<void>;
};

/**
 * Takes each lock once for all orders that are brought to their end under it at the same time, and frees it with the
 * last. Each order is recorded by itself, so that what fails for one takes nothing back of another.
 * @param most how many locks to hold at once: each costs a connection of the lock pool, which requests need too
 */
export function sharedLock(context: Context, most: number): UnderLock {
  const held = new Map<string, Held>();

  function hold(name: string): Held {
    if (held.size >= most) throw new LockTaken(name);
    const taken = Promise.withResolvers<void>();
    const freeing = Promise.withResolvers<void>();
    const freed = takeLock(context, name, () => {
      taken.resolve();
      return freeing.promise;
    })
      // Once it is taken this says that it was lost; what was recorded stands.
      .catch(taken.reject)
      .finally(() => held.delete(name));
    const until = Date.now() + Math.min(JOINING_MS, context.env.DEPLOY_TIMEOUT_MS);
    const lock = { users: 0, until, taken: taken.promise, free: freeing.resolve, freed };
    held.set(name, lock);
    return lock;
  }

  /** One that nobody uses any more is being freed. */
  function isEnding({ users, until }: Held): boolean {
    return users === 0 || Date.now() > until;
  }

  async function join(name: string): Promise<Held> {
    for (let old = held.get(name); old && isEnding(old); old = held.get(name)) await old.freed;
    const lock = held.get(name) ?? hold(name);
    lock.users += 1;
    await lock.taken;
    return lock;
  }

  return async (order, { submit, settle }) => {
    const lock = await join(lockOf(context, order));
    try {
      return await settle(await submit(), context.database);
    } finally {
      lock.users -= 1;
      if (lock.users === 0) {
        lock.free();
        await lock.freed;
      }
    }
  };
}
