import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { WORKS, type Work } from "./sweep.ts";

/**
 * Sweeps again and again, until the signal ends it after the steps it is in. Each work on each chain goes round by
 * itself: one that waits, for blocks or for a node, holds up no other.
 */
export async function sweepUntil(context: Context, signal: AbortSignal): Promise<void> {
  const rounds = context.chains.flatMap((chain) => WORKS.map((work) => repeat(context, chain, work, signal)));
  await Promise.all(rounds);
}

async function repeat(context: Context, chain: Chain, work: Work, signal: AbortSignal): Promise<void> {
  const { log, env } = context;
  while (!signal.aborted) {
    // Instances that started together spread out.
    await delay(env.SWEEP_INTERVAL_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const { events, ...done } = await work(context, chain, signal);
    const counted = Object.entries(done).filter(([, count]) => count > 0);
    if (counted.length > 0) log.info({ chainId: chain.id, events, ...Object.fromEntries(counted) }, "swept");
  }
}
