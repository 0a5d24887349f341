import "server-only";
import type { Address } from "viem";
import { chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { DeploymentInProgress } from "#lib/base/errors/order-errors.ts";
import type { LockPool } from "#lib/base/lock/lock.ts";
import { lockOf, type Locked } from "./strategies.ts";

const MOST_REMEMBERED = 10_000;

/** Which lock a paid order was refused by, and until when whoever asks for it was told to wait. */
type Refusal = { lock: string; until: number };

const refusals = new WeakMap<LockPool, Map<string, Refusal>>();

/** Notes that a paid order was refused since its lock was taken. */
export function noteRefused(context: Context, order: Locked): void {
  const { lockPool, env } = context;
  // Where there is a queue whoever asks is put into it, whatever is locked.
  if (env.DEPLOY_STRATEGY === "queue") return;
  const noted = refusals.get(lockPool) ?? new Map<string, Refusal>();
  refusals.set(lockPool, noted);
  if (noted.size >= MOST_REMEMBERED) noted.clear();
  const until = Date.now() + env.RETRY_AFTER_SECONDS * 1_000;
  noted.set(keyOf(order.chainId, order.address), { lock: lockOf(context, order), until });
}

/**
 * Refuses out of memory whoever asks for an order again before the time that they were told, while this process itself
 * holds the lock: that costs neither the database nor the chain anything. Of another's lock nobody here can know whether
 * it is free again.
 * @throws {DeploymentInProgress}
 */
export function requireNotRefused(
  { chains, lockPool, env }: Context,
  { token, chainId }: { token: Address; chainId?: number | undefined },
): void {
  const refused = refusals.get(lockPool)?.get(keyOf(chainOf(chains, chainId).id, token));
  if (refused && refused.until > Date.now() && lockPool.held.has(refused.lock))
    throw new DeploymentInProgress(env.RETRY_AFTER_SECONDS);
}

function keyOf(chainId: number, token: Address): string {
  return `${chainId} ${token}`;
}
