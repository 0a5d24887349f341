import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { attemptPublication } from "./attempt.ts";
import { nextOf, type Next, type Pending } from "./next.ts";
import type { PublishableContract, Verifier } from "./verifier.ts";

/** How a publication that was waited for has ended. */
export type Ended = Exclude<Next, { state: "pending" }>;

/** A person who waits has less patience than the sweep. */
const MOST_FAILURES = 4;

/**
 * Publishes the source of a contract, and waits for it.
 * @param mostMs after which it is not waited for any longer
 */
export async function publishNow(
  verifier: Verifier,
  contract: PublishableContract,
  mostMs: number,
): Promise<Ended> {
  const signal = AbortSignal.timeout(mostMs);
  let pending: Pending = { ticket: null, submittedAt: null, failures: 0 };
  let reason = "It has not come to an end in time.";
  try {
    for (;;) {
      const outcome = await attemptPublication(verifier, contract, pending, signal);
      const next = nextOf(pending, outcome, Date.now());
      if (next.state !== "pending") return next;
      reason = next.reason ?? reason;
      if (next.failures >= MOST_FAILURES) return { state: "failed", reason };
      await delay(next.waitMs, undefined, { signal });
      pending = next;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return { state: "failed", reason };
  }
}
