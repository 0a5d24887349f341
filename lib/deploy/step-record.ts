import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import type { Env } from "#lib/base/env.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { progress } from "#lib/base/side-tables.ts";
import type { DeployStep } from "#lib/shared/steps.ts";
import { onStep, type StepDone } from "./step-channel.ts";

/** A deploy holds its lock for a little longer than its deadline at most; older news is of one that died. */
const MARGIN_MS = 30_000;
/** People see no difference, and a quick deploy is written down once instead of at every other step. */
const GATHER_MS = 100;

/**
 * Writes down the steps of this process's deploys, so that any instance can show them: each time the last one of every
 * deploy that has gone on in a tenth of a second, or while the ones before were written, in one statement.
 */
export function recordSteps(context: Context): void {
  const latest = new Map<string, StepDone>();
  let isWriting = false;

  async function writeLatest(): Promise<void> {
    isWriting = true;
    while (latest.size > 0) {
      await delay(GATHER_MS, undefined, { ref: false });
      const steps = [...latest.values()];
      latest.clear();
      await writeSteps(context, steps);
    }
    isWriting = false;
  }

  onStep((done) => {
    latest.set(`${done.chainId}:${done.token}`, done);
    if (!isWriting) void writeLatest();
  });
}

async function writeSteps({ database, log }: Context, steps: readonly StepDone[]): Promise<void> {
  const rows = steps.map(
    ({ chainId, token, step }) => sql`(${chainId}::bigint, ${token}::text, ${step}::text)`,
  );
  try {
    // In the order of their ids, so that of two instances neither waits for a row of the other's.
    await database.execute(sql`
      insert into ${progress} (order_id, step)
      select ${orders.id}, done.step
        from (values ${sql.join(rows, sql`, `)}) as done (chain_id, token, step)
        join ${orders} on ${orders.chainId} = done.chain_id and ${orders.address} = done.token
       order by ${orders.id}
      on conflict (order_id) do update set step = excluded.step, at = now()`);
  } catch (error) {
    // Only people look at them, and the next steps write over them.
    log.debug({ err: error, steps }, "steps not recorded");
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
