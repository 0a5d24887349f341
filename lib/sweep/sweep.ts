import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { attempt } from "./attempt.ts";
import { sum, type Counts, type SweepCounts } from "./counts.ts";
import { deliverOrders } from "./deliver-orders.ts";
import { followEvents } from "./follow-events.ts";
import { mendLane } from "./mend-lane.ts";

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
  const counts: Counts[] = [];
  for (const work of worksOf(context, chain)) counts.push(await work(signal));
  return counts;
}

/** A part of a sweep, to be done again and again. What fails in it is counted, never thrown. */
export type Work = (signal: AbortSignal) => Promise<SweepCounts>;

/**
 * What there is to do for a chain: its events to follow, its lanes to mend, its orders to deliver. None needs another to
 * come first, so they may run beside each other.
 */
export function worksOf(context: Context, chain: Chain): Work[] {
  const works: ((signal: AbortSignal) => Promise<Counts>)[] = [
    (signal) => followEvents(context, chain, signal),
    ...context.env.DEPLOYER_PRIVATE_KEY.map((sender) => () => mendLane(context, chain, sender)),
    (signal) => deliverOrders(context, chain, signal),
  ];
  return works.map((work) => async (signal) => {
    if (signal.aborted) return sum([]);
    return sum([await attempt(context, { chainId: chain.id }, () => work(signal))]);
  });
}
