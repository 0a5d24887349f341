import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { followEvents } from "#lib/sweep/follow/follow-events.ts";
import { attempt } from "./attempt.ts";
import { sum, type Counts, type SweepCounts } from "./counts.ts";
import { deliverOrders } from "./deliver-orders.ts";
import { mendLanes } from "./mend-lanes.ts";
import { removeExpired } from "./remove-expired.ts";

/** A piece of a sweep, on one chain. What fails is counted, never thrown. @param signal ends it after the step it is in */
export type Work = (context: Context, chain: Chain, signal: AbortSignal) => Promise<SweepCounts>;

/** Follows what the Checkouts say. */
const follow = work(followEvents);
/** Makes journal and chain agree on the transactions of each account. */
const mend = work(mendLanes);
/** Delivers every order that is paid, through the same code as a request. */
const deliver = work(deliverOrders);
/** Removes what nobody has paid. */
const tidy = work(removeExpired);

/** What a sweep does on a chain, beside each other: none waits for another, in this process or any other. */
export const WORKS: readonly Work[] = [follow, mend, deliver, tidy];

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
  const first = sum(await Promise.all(WORKS.map((each) => each(context, chain, signal))));
  // Whoever sweeps now and then only would have to wait for the next time with what this has only just found.
  const isNews = first.noticed + first.withdrawn + first.settled + first.reopened + first.filled > 0;
  if (!isNews) return first;
  const second = await deliver(context, chain, signal);
  return sum([{ ...first, waiting: 0, busy: 0 }, second]);
}

function work(piece: (context: Context, chain: Chain, signal: AbortSignal) => Promise<Counts>): Work {
  return async (context, chain, signal) => {
    if (signal.aborted) return sum([]);
    return sum([await attempt(context, { chainId: chain.id }, () => piece(context, chain, signal))]);
  };
}
