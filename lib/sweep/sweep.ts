import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { instruments } from "#lib/base/telemetry/instruments.ts";
import { publishSources } from "#lib/publish/publish-sources.ts";
import { followEvents } from "#lib/sweep/follow/follow-events.ts";
import { attempt } from "./attempt.ts";
import { sum, type Counts, type SweepCounts } from "./counts.ts";
import { deliverOrders } from "./deliver-orders.ts";
import { queueOrDeliver } from "./queue-again.ts";
import { mendLanes } from "./mend-lanes.ts";
import { removeExpired } from "./remove-expired.ts";

/** A piece of a sweep, on one chain. What fails is counted, never thrown. @param signal ends it after the step it is in */
export type Work = (context: Context, chain: Chain, signal: AbortSignal) => Promise<SweepCounts>;

/** Follows what the Checkouts say. */
export const follow = work(followEvents);
/** Makes journal and chain agree on the transactions of each account. */
export const mend = work(mendLanes);
/** Delivers every order that is paid, through the same code as a request, or has workers do it. */
export const deliver = work((context, chain, signal) =>
  context.env.DEPLOY_STRATEGY === "queue"
    ? queueOrDeliver(context, chain, signal)
    : deliverOrders(context, chain, signal),
);
/** Removes what nobody has paid. */
export const tidy = work(removeExpired);
/** Hands the sources of tokens to those who show them. */
export const publish = work(publishSources);

/**
 * Brings to its end whatever nobody is waiting for, once. What fails on one chain or order does not keep the others.
 * Safe to repeat, and to run in several instances at once.
 *
 * @param signal ends it after the step it is in
 */
export async function sweepOnce(context: Context, signal: AbortSignal): Promise<SweepCounts> {
  const counts = await Promise.all(context.chains.map((chain) => sweepChain(context, chain, signal)));
  return sum(counts);
}

async function sweepChain(context: Context, chain: Chain, signal: AbortSignal): Promise<SweepCounts> {
  // Nobody waits for what others do with the sources.
  const publishing = publish(context, chain, signal);
  return sum([await bringToEnd(context, chain, signal), await publishing]);
}

async function bringToEnd(context: Context, chain: Chain, signal: AbortSignal): Promise<SweepCounts> {
  // None of them waits for another, in this process or any other.
  const works = [follow, mend, deliver, tidy].map((each) => each(context, chain, signal));
  const first = sum(await Promise.all(works));
  // Whoever sweeps now and then only would have to wait for the next time with what this has only just found.
  if (!isNews(first) || signal.aborted) return first;
  const second = await deliver(context, chain, signal);
  return sum([{ ...first, waiting: 0, busy: 0 }, second]);
}

/** Whether following or mending has found what there is to deliver. */
export function isNews({ noticed, withdrawn, settled, reopened, filled }: SweepCounts): boolean {
  return noticed + withdrawn + settled + reopened + filled > 0;
}

function work(piece: (context: Context, chain: Chain, signal: AbortSignal) => Promise<Counts>): Work {
  return async (context, chain, signal) => {
    if (signal.aborted) return sum([]);
    const counts = sum([await attempt(context, { chainId: chain.id }, () => piece(context, chain, signal))]);
    count(chain, counts);
    return counts;
  };
}

function count({ id }: Chain, counts: SweepCounts): void {
  for (const [kind, done] of Object.entries(counts))
    if (done > 0) instruments().swept.inc({ chain: String(id), kind }, done);
}
