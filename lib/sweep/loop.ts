import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#lib/base/context.ts";
import { worksOf, type Work } from "./sweep.ts";

/**
 * Sweeps again and again, until the signal ends it after the steps it is in. Each part of each chain goes round by
 * itself: one that waits, for blocks or for a node, holds up no other.
 */
export async function sweepUntil(context: Context, signal: AbortSignal): Promise<void> {
  const works = context.chains.flatMap((chain) => worksOf(context, chain));
  await Promise.all(works.map((work) => repeat(context, work, signal)));
}

async function repeat({ log, env }: Context, work: Work, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Instances that started together spread out.
    await delay(env.SWEEP_INTERVAL_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const { events, ...done } = await work(signal);
    if (Object.values(done).some((count) => count > 0)) log.info({ events, ...done }, "swept");
  }
}
