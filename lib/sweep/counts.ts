import { z } from "zod";

const count = z.number().default(0);
export const sweepCounts = z.object({
  /** Journaled transactions whose end was recorded, or taken back after a reorganisation. */
  settled: count,
  reopened: count,
  /**
   * Nonces that were left out and filled, transactions sent again, those replaced with higher fees, and those given up
   * because their key is gone.
   */
  filled: count,
  resent: count,
  raised: count,
  drained: count,
  /** Events that were read, orders they were news for, and deliveries that a reorganisation removed. */
  events: count,
  noticed: count,
  withdrawn: count,
  /** How orders ended: `waiting` ones are not mined yet, `held` ones not worth their gas, `busy` ones found the lock taken. */
  deployed: count,
  waiting: count,
  held: count,
  failed: count,
  refunded: count,
  unpaid: count,
  busy: count,
  /** Orders that were put into the queue, since they were not in it. */
  queued: count,
  /** Orders that were removed, since nobody had paid them for long. */
  expired: count,
  /** Sources that a verifier has published, and those that it never will. */
  published: count,
  unpublished: count,
  /** What could not be done now, and is tried again by the next sweep. */
  errors: count,
});

/** What a sweep did, over all chains. */
export type SweepCounts = z.output<typeof sweepCounts>;
/** What one piece of a sweep did; what is left out is zero. */
export type Counts = z.input<typeof sweepCounts>;

export function sum(all: Counts[]): SweepCounts {
  const total = sweepCounts.parse({});
  for (const counts of all) for (const kind of sweepCounts.keyof().options) total[kind] += counts[kind] ?? 0;
  return total;
}
