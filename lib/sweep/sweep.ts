import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { attempt } from "./attempt.ts";
import { sum, type Counts, type SweepCounts } from "./counts.ts";
import { deliverOrders } from "./deliver-orders.ts";
import { followEvents } from "./follow-events.ts";
import { mendLane } from "./mend-lane.ts";
import { removeExpired } from "./remove-expired.ts";

/**
 * Brings to its end whatever nobody is waiting for: follows what the Checkouts say, sends the journal's transactions
 * again, and delivers every order that is paid, through the same code as a request. What fails on one chain or order
 * does not keep the others. Safe to repeat, and to run in several instances at once.
 *
 * @param signal ends it after the step it is in
 */
export async function sweepOnce(context: Context, signal: AbortSignal): Promise<SweepCounts> {
  const counts = await Promise.all(context.chains.map((chain) => sweepChain(context, chain, signal)));
  return sum(counts);
}

/** Sweeps one chain. What fails is counted, never thrown. */
export async function sweepChain(context: Context, chain: Chain, signal: AbortSignal): Promise<SweepCounts> {
  // In this order: what a reorganisation has removed must be open again before anything new is signed.
  const works: (() => Promise<Counts>)[] = [
    () => followEvents(context, chain, signal),
    ...context.env.DEPLOYER_PRIVATE_KEY.map((sender) => () => mendLane(context, chain, sender)),
    () => deliverOrders(context, chain, signal),
    () => removeExpired(context, chain),
  ];
  const counts: Counts[] = [];
  for (const work of works) {
    if (signal.aborted) break;
    counts.push(await attempt(context, { chainId: chain.id }, work));
  }
  return sum(counts);
}
