import "server-only";
import { asc } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import { recentGasPrice } from "#lib/base/gas-price.ts";
import type { Context } from "#lib/base/context.ts";
import { DeploymentFailed, DeploymentInProgress, PaymentRequired, Refunded } from "#lib/base/errors.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { attempt } from "./attempt.ts";
import { sum, type Counts } from "./counts.ts";
import { isDue } from "./due.ts";

/** Delivers every order that is paid and has no token yet, and what failed once its time has come, oldest first, through the same code as a request. */
export async function deliverOrders(context: Context, chain: Chain, signal: AbortSignal): Promise<Counts> {
  const due = await context.database.query.orders.findMany({
    where: isDue(chain.id, await recentGasPrice(chain)),
    orderBy: asc(orders.id),
  });
  const counts: Counts[] = [];
  for (const order of due) {
    if (signal.aborted) break;
    const ended = await attempt(context, { token: order.address }, () => deliver(context, order, signal));
    counts.push(ended);
    // Where one lock is for all, whoever holds it sees to the next order, or this will the next time.
    if (ended.busy && context.env.DEPLOY_STRATEGY === "global") break;
  }
  return sum(counts);
}

const endedAs = {
  deployed: { deployed: 1 },
  submitted: { waiting: 1 },
  held: { held: 1 },
} as const satisfies Record<string, Counts>;

async function deliver(context: Context, order: OrderRow, signal: AbortSignal): Promise<Counts> {
  try {
    const { status } = await deploy(context, order, signal);
    return endedAs[status];
  } catch (error) {
    if (error instanceof DeploymentInProgress) return { busy: 1 };
    if (error instanceof DeploymentFailed) return { failed: 1 };
    if (error instanceof Refunded) return { refunded: 1 };
    if (error instanceof PaymentRequired) return { unpaid: 1 };
    throw error;
  }
}
