import "server-only";
import type { Context } from "#lib/base/context.ts";
import type { Queryable } from "#lib/base/db.ts";
import { chainLock, deployerLock, GLOBAL_LOCK } from "#lib/base/lock/lock-key.ts";
import { withLock } from "#lib/base/lock/lock.ts";
import type { QuotedOrder } from "#lib/orders/to-order.ts";

/** Past its deadline a deploy still has calls to end and a row to write before its session may be cut. */
const IDLE_MARGIN_MS = 60_000;

/**
 * Does the work of a deploy under the lock of its order.
 * @param work is handed what to record with: the transaction that holds the lock, where that is the order's alone
 * @throws {LockTaken} at once, without waiting, if the lock is taken
 */
export type UnderLock = <T>(order: Locked, work: (writer: Queryable) => Promise<T>) => Promise<T>;

type Locked = Pick<QuotedOrder, "chainId" | "deployer">;

/** The name of the lock that an order's deploy takes. */
export function lockOf(
  { env, chains }: Pick<Context, "env" | "chains">,
  { chainId, deployer }: Locked,
): string {
  switch (env.DEPLOY_STRATEGY) {
    case "global":
      return chains.length > 1 ? chainLock(chainId) : GLOBAL_LOCK;
    case "per-deployer":
      return deployerLock(deployer);
    default:
      throw new Error(`unknown strategy ${String(env.DEPLOY_STRATEGY satisfies never)}`);
  }
}

/** Takes the lock for one order: what is recorded commits with the transaction that holds it. */
export function ownLock(context: Context): UnderLock {
  return (order, work) => takeLock(context, lockOf(context, order), work);
}

/** @throws {LockTaken} at once, without waiting, if the lock is taken */
export function takeLock<T>(
  { lockPool, env }: Context,
  name: string,
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  return withLock(lockPool, { name, idleTimeoutMs: env.DEPLOY_TIMEOUT_MS + IDLE_MARGIN_MS }, work);
}
