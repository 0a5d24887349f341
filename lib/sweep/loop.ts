import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { sweepChain } from "./sweep.ts";

/**
 * Sweeps again and again, until the signal ends it after the steps it is in. Each chain goes round by itself: one that
 * waits, for blocks or for a node, holds up no other.
 */
export async function sweepUntil(context: Context, signal: AbortSignal): Promise<void> {
  await Promise.all(context.chains.map((chain) => repeat(context, chain, signal)));
}

async function repeat(context: Context, chain: Chain, signal: AbortSignal): Promise<void> {
  const { log, env } = context;
  while (!signal.aborted) {
    // Instances that started together spread out.
    await delay(env.SWEEP_INTERVAL_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const { events, ...done } = await sweepChain(context, chain, signal);
    if (Object.values(done).some((count) => count > 0)) log.info({ events, ...done }, "swept");
  }
}
