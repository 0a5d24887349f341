import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { DeploymentFailed, DeploymentInProgress, PaymentRequired, Refunded } from "#lib/base/errors.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { toAppError } from "#lib/base/to-app-error.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { followEvents } from "./follow-events.ts";
import { resendJournal } from "./mend-lane.ts";

const count = z.number().default(0);
const sweepCounts = z.object({
  /** Journaled transactions whose end was recorded, or taken back after a reorganisation. */
  settled: count,
  reopened: count,
  /** Nonces that were left out and filled, transactions sent again, and those replaced with higher fees. */
  filled: count,
  resent: count,
  raised: count,
  /** Events that were read, orders they were news for, and deliveries that a reorganisation removed. */
  events: count,
  noticed: count,
  withdrawn: count,
  /** How orders ended: `waiting` ones are not mined yet, `busy` ones found the lock taken. */
  deployed: count,
  waiting: count,
  failed: count,
  refunded: count,
  unpaid: count,
  busy: count,
  /** What could not be done now, and is tried again by the next sweep. */
  errors: count,
});

/** What a sweep did, over all chains. */
export type SweepCounts = z.output<typeof sweepCounts>;
type Counts = z.input<typeof sweepCounts>;

/**
 * Brings to its end whatever nobody is waiting for: follows what the Checkouts say, sends the journal's transactions
 * again, and delivers every order that is paid, through the same code as a request. What fails on one chain or order
 * does not keep the others. Safe to repeat, and to run in several instances at once.
 *
 * @param signal ends it after the step it is in
 */
export async function sweepOnce(context: Context, signal: AbortSignal): Promise<SweepCounts> {
  const counts = await Promise.all(context.chains.map((chain) => sweepChain(context, chain, signal)));
  return sum(counts.flat());
}

async function sweepChain(context: Context, chain: Chain, signal: AbortSignal): Promise<Counts[]> {
  const work: (() => Promise<Counts>)[] = [
    () => followEvents(context, chain, signal),
    ...context.env.DEPLOYER_PRIVATE_KEY.map((sender) => () => resendJournal(context, chain, sender)),
    () => deliverOrders(context, chain, signal),
  ];
  const counts: Counts[] = [];
  for (const step of work) {
    if (signal.aborted) break;
    counts.push(await attempt(context, { chainId: chain.id }, step));
  }
  return counts;
}

/** Every order that is paid and has no token yet, oldest first. */
async function deliverOrders(context: Context, chain: Chain, signal: AbortSignal): Promise<Counts> {
  const due = await context.database.query.orders.findMany({
    where: and(eq(orders.chainId, chain.id), inArray(orders.status, ["paid", "submitted"])),
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

async function deliver(context: Context, order: OrderRow, signal: AbortSignal): Promise<Counts> {
  try {
    const { status } = await deploy(context, order, signal);
    return status === "deployed" ? { deployed: 1 } : { waiting: 1 };
  } catch (error) {
    if (error instanceof DeploymentInProgress) return { busy: 1 };
    if (error instanceof DeploymentFailed) return { failed: 1 };
    if (error instanceof Refunded) return { refunded: 1 };
    if (error instanceof PaymentRequired) return { unpaid: 1 };
    throw error;
  }
}

async function attempt(
  { log }: Context,
  subject: Record<string, unknown>,
  work: () => Promise<Counts>,
): Promise<Counts> {
  try {
    return await work();
  } catch (error) {
    const { code, cause } = toAppError(error);
    log.warn({ ...subject, code, err: cause }, "sweep left something for the next time");
    return { errors: 1 };
  }
}

function sum(all: Counts[]): SweepCounts {
  const total = sweepCounts.parse({});
  for (const counts of all) for (const kind of sweepCounts.keyof().options) total[kind] += counts[kind] ?? 0;
  return total;
}
