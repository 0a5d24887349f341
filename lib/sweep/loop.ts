import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#lib/base/context.ts";
import { sweepOnce } from "./sweep.ts";

/** Sweeps again and again, until the signal ends it after the step it is in. */
export async function sweepUntil(context: Context, signal: AbortSignal): Promise<void> {
  const { log, env } = context;
  while (!signal.aborted) {
    // Instances that started together spread out.
    await delay(env.SWEEP_INTERVAL_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const { events, ...done } = await sweepOnce(context, signal);
      if (Object.values(done).some((count) => count > 0)) log.info({ events, ...done }, "swept");
    } catch (error) {
      log.error({ err: error }, "sweep failed");
    }
  }
}
