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
import { SignerUnavailable } from "#lib/base/errors/unavailable.ts";
import { recentGasPrice } from "#lib/base/node/gas-price.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { sharedLock } from "#lib/deploy/shared-lock.ts";
import { ownLock, settlesUnderLock, type UnderLock } from "#lib/deploy/strategies.ts";
import { attempt } from "./attempt.ts";
import { sum, type Counts } from "./counts.ts";
import { isDue } from "./due.ts";

/** What a process delivers of a chain at the moment, over all passes: which orders, and how their locks are taken. */
type UnderWay = { orders: Set<bigint>; underLock: UnderLock };

const underWayOn = new WeakMap<Chain, UnderWay>();

/**
 * Delivers every order that is paid and has no token yet, and what failed once its time has come, oldest first, through
 * the same code as a request. As many as the lanes may hold are under way at once, and where one ends the next follows.
 * A pass may begin while others are not over: what waits long in one lane holds up no other.
 */
export async function deliverOrders(context: Context, chain: Chain, signal: AbortSignal): Promise<Counts> {
  const { env, senders } = context;
  const underWay = underWayOn.get(chain) ?? { orders: new Set(), underLock: locksFor(context) };
  underWayOn.set(chain, underWay);
  const atOnce = env.LANE_DEPTH * senders.length;
  const due = dueOrders(context, chain, underWay, atOnce);
  const free = Math.max(0, atOnce - underWay.orders.size);
  const rows = Array.from({ length: free }, () => deliverInTurn(context, due, underWay, signal));
  return sum(await Promise.all(rows));
}

function locksFor(context: Context): UnderLock {
  if (!settlesUnderLock(context)) return ownLock(context);
  // Half of the pool is left to requests.
  return sharedLock(context, Math.ceil(context.env.LOCK_POOL_SIZE / 2));
}

/** Takes one order after the other. Who holds the lock, or fills the lanes, sees to the rest where it is found busy. */
async function deliverInTurn(
  context: Context,
  due: AsyncGenerator<OrderRow, void>,
  underWay: UnderWay,
  signal: AbortSignal,
): Promise<Counts> {
  const counts: Counts[] = [];
  while (!signal.aborted) {
    const { value: order } = await due.next();
    if (!order) break;
    const ended = await attempt(context, { token: order.address }, () =>
      deliver(context, order, { signal, underLock: underWay.underLock }),
    );
    underWay.orders.delete(order.id);
    counts.push(ended);
    if (ended.busy) break;
  }
  return sum(counts);
}

/** Those that are to be delivered now and are not under way, read as they are needed. From here on they are. */
async function* dueOrders(
  { database }: Context,
  chain: Chain,
  underWay: UnderWay,
  atOnce: number,
): AsyncGenerator<OrderRow, void> {
  let after = 0n;
  for (;;) {
    const page = await database.query.orders.findMany({
      where: and(isDue(chain.id, await recentGasPrice(chain)), gt(orders.id, after)),
      orderBy: asc(orders.id),
      limit: atOnce,
    });
    const last = page.at(-1);
    if (!last) return;
    for (const order of page) {
      if (underWay.orders.has(order.id)) continue;
      underWay.orders.add(order.id);
      yield order;
    }
    after = last.id;
  }
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
    // Without a key the others would fare no better.
    if (error instanceof DeploymentInProgress || error instanceof SignerUnavailable) return { busy: 1 };
    if (error instanceof DeploymentFailed) return { failed: 1 };
    if (error instanceof Refunded) return { refunded: 1 };
    if (error instanceof PaymentRequired) return { unpaid: 1 };
    throw error;
  }
}
