import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import type { Env } from "#lib/base/env.ts";
import { orders, progress, type OrderRow } from "#lib/base/schema.ts";
import type { DeployStep } from "#lib/shared/steps.ts";
import { onStep, type StepDone } from "./step-channel.ts";

/** A deploy holds its lock for a little longer than its deadline at most; older news is of one that died. */
const MARGIN_MS = 30_000;

/** Writes down each step of this process's deploys, one after the other, so that any instance can show it. */
export function recordSteps(context: Context): void {
  let last = Promise.resolve();
  onStep((done) => {
    last = writeAfter(last, context, done);
  });
}

async function writeAfter(former: Promise<void>, { database, log }: Context, done: StepDone): Promise<void> {
  await former;
  const { step, chainId, token } = done;
  try {
    await database.execute(sql`
      insert into ${progress} (order_id, step)
      select ${orders.id}, ${step} from ${orders}
       where ${orders.chainId} = ${chainId} and ${orders.address} = ${token}
      on conflict (order_id) do update set step = excluded.step, at = now()`);
  } catch (error) {
    // Only people look at it, and the next step writes over it.
    log.debug({ err: error, token, step }, "step not recorded");
  }
}

/** How far the last deploy of an order has come; null if none was heard of lately, or the order has ended. */
export async function findStep({ database, env }: Context, order: OrderRow): Promise<DeployStep | null> {
  if (!isUnderWay(order)) return null;
  const found = await database.query.progress.findFirst({ where: eq(progress.orderId, order.id) });
  return currentStep(env, order, found);
}

/** The same of what is read already. */
export function currentStep(
  { DEPLOY_TIMEOUT_MS }: Pick<Env, "DEPLOY_TIMEOUT_MS">,
  order: Moving,
  found: { step: DeployStep; at: Date } | undefined,
): DeployStep | null {
  if (!found || !isUnderWay(order)) return null;
  const isFresh = found.at.getTime() > Date.now() - DEPLOY_TIMEOUT_MS - MARGIN_MS;
  return isFresh ? found.step : null;
}

type Moving = Pick<OrderRow, "heldSince" | "status">;

function isUnderWay({ heldSince, status }: Moving): boolean {
  return !heldSince && ["awaiting_payment", "paid", "submitted"].includes(status);
}
