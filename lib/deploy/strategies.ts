import "server-only";
import type { Context } from "#lib/base/context.ts";
import type { Queryable } from "#lib/base/db.ts";
import { chainLock, deployerLock, GLOBAL_LOCK, tokenLock } from "#lib/base/lock/lock-key.ts";
import { withLock } from "#lib/base/lock/lock.ts";
import type { QuotedOrder } from "#lib/orders/to-order.ts";

/** Past its deadline a deploy still has calls to end and a row to write before its session may be cut. */
const IDLE_MARGIN_MS = 60_000;
/** Locks that are held for submitting only are soon free again, so who finds no connection for one waits its turn. */
const TURN_WAIT_MS = 15_000;

/** The two steps of a deploy. What is settled is recorded with `writer`. */
export type Steps<Submitted, Settled> = {
  submit: () => Promise<Submitted>;
  settle: (submitted: Submitted, writer: Queryable) => Promise<Settled>;
};

/**
 * Does the two steps of a deploy, the first of them at least under the lock of its order. What is recorded commits with
 * the transaction that holds the lock, where that is the order's alone and is still held.
 * @throws {LockTaken} at once, without waiting, if the lock is taken
 */
export type UnderLock = <Submitted, Settled>(
  order: Locked,
  steps: Steps<Submitted, Settled>,
) => Promise<Settled>;

export type Locked = Pick<QuotedOrder, "chainId" | "deployer" | "address">;

/** The name of the lock that an order's deploy takes. */
export function lockOf(
  { env, chains }: Pick<Context, "env" | "chains">,
  { chainId, deployer, address }: Locked,
): string {
  switch (env.DEPLOY_STRATEGY) {
    case "global":
      return chains.length > 1 ? chainLock(chainId) : GLOBAL_LOCK;
    case "per-deployer":
      return deployerLock(deployer);
    case "queue":
      return tokenLock(address);
    default:
      throw new Error(`unknown strategy ${String(env.DEPLOY_STRATEGY satisfies never)}`);
  }
}

/** Whether an order is settled under the lock that it is submitted under, so that no other deploy comes in between. */
export function settlesUnderLock({ env }: Pick<Context, "env">): boolean {
  return env.DEPLOY_STRATEGY !== "queue";
}

/** Takes the lock for one order, as its strategy says: for both steps, or for submitting it only. */
export function ownLock(context: Context): UnderLock {
  return settlesUnderLock(context) ? lockForBoth(context) : lockToSubmit(context);
}

function lockForBoth(context: Context): UnderLock {
  return (order, { submit, settle }) =>
    takeLock(context, lockOf(context, order), async (transaction) => settle(await submit(), transaction));
}

function lockToSubmit(context: Context): UnderLock {
  return async (order, { submit, settle }) => {
    const submitted = await takeLock(context, lockOf(context, order), submit, TURN_WAIT_MS);
    return settle(submitted, context.database);
  };
}

/**
 * @param waitMs how long to wait for a connection where none is left for a lock
 * @throws {LockTaken} at once, without waiting, if the lock is taken
 */
export function takeLock<T>(
  { lockPool, env }: Context,
  name: string,
  work: (transaction: Queryable) => Promise<T>,
  waitMs = 0,
): Promise<T> {
  const idleTimeoutMs = env.DEPLOY_TIMEOUT_MS + IDLE_MARGIN_MS;
  return withLock(lockPool, { name, idleTimeoutMs, waitMs }, work);
}
