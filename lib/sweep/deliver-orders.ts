import "server-only";
import { and, asc, gt } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import {
  DeploymentFailed,
  DeploymentInProgress,
  PaymentRequired,
  Refunded,
} from "#lib/base/errors/order-errors.ts";
import { recentGasPrice } from "#lib/base/node/gas-price.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { sharedLock } from "#lib/deploy/shared-lock.ts";
import type { UnderLock } from "#lib/deploy/strategies.ts";
import { attempt } from "./attempt.ts";
import { sum, type Counts } from "./counts.ts";
import { isDue } from "./due.ts";

/**
 * Delivers every order that is paid and has no token yet, and what failed once its time has come, oldest first, through
 * the same code as a request. As many as the lanes may hold are submitted at once and waited for together, under one
 * lock, before the next ones are looked at.
 */
export async function deliverOrders(context: Context, chain: Chain, signal: AbortSignal): Promise<Counts> {
  const counts: Counts[] = [];
  let page = await dueOrders(context, chain, 0n);
  while (page.length > 0 && !signal.aborted) {
    const ended = await deliverTogether(context, page, signal);
    counts.push(ended);
    // Whoever holds the lock, or fills the lanes, sees to the next ones, or this will the next time.
    if (ended.busy === page.length) break;
    page = await dueOrders(context, chain, page.at(-1)?.id ?? 0n);
  }
  return sum(counts);
}

/** The next orders that are to be delivered, as many as may be in flight at once. @param after the id of the one before */
async function dueOrders({ database, env }: Context, chain: Chain, after: bigint): Promise<OrderRow[]> {
  return database.query.orders.findMany({
    where: and(isDue(chain.id, await recentGasPrice(chain)), gt(orders.id, after)),
    orderBy: asc(orders.id),
    limit: env.LANE_DEPTH * env.DEPLOYER_PRIVATE_KEY.length,
  });
}

async function deliverTogether(context: Context, page: OrderRow[], signal: AbortSignal) {
  // Half of the pool is left to requests.
  const underLock = sharedLock(context, Math.ceil(context.env.LOCK_POOL_SIZE / 2));
  const ended = page.map((order) =>
    attempt(context, { token: order.address }, () => deliver(context, order, { signal, underLock })),
  );
  return sum(await Promise.all(ended));
}

const ENDED_AS = {
  deployed: { deployed: 1 },
  submitted: { waiting: 1 },
  held: { held: 1 },
} as const satisfies Record<string, Counts>;

async function deliver(
  context: Context,
  order: OrderRow,
  options: { signal: AbortSignal; underLock: UnderLock },
): Promise<Counts> {
  try {
    const { status } = await deploy(context, order, options);
    return ENDED_AS[status];
  } catch (error) {
    if (error instanceof DeploymentInProgress) return { busy: 1 };
    if (error instanceof DeploymentFailed) return { failed: 1 };
    if (error instanceof Refunded) return { refunded: 1 };
    if (error instanceof PaymentRequired) return { unpaid: 1 };
    throw error;
  }
}
