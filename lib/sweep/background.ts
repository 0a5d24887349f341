import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { getContext, type Context } from "#lib/base/context.ts";
import { InvalidEnvironment } from "#lib/base/env.ts";
import { serializeError } from "#lib/base/log.ts";
import { recordProgress } from "#lib/deploy/step-record.ts";
import { sweepOnce } from "./sweep.ts";

/** Opens this process's context and lets it sweep, or ends the process and says what is wrong with its environment. */
export function start(): void {
  const context = openContext();
  recordProgress(context);
  if (context.env.SWEEP_INTERVAL_MS === 0) return;
  const ending = new AbortController();
  const sweeping = sweepUntil(context, ending.signal);
  beforeExit(() => {
    ending.abort();
    return sweeping;
  });
}

function openContext(): Context {
  try {
    return getContext();
  } catch (error) {
    // Next.js would log this and go on listening.
    console.error(error instanceof InvalidEnvironment ? error.message : serializeError(error));
    process.exit(1);
  }
}

async function sweepUntil(context: Context, signal: AbortSignal): Promise<void> {
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

/** Next.js ends the process once no request is left; what it does on a signal now comes after `work`. */
function beforeExit(work: () => Promise<void>): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const listeners = process.listeners(signal);
    process.removeAllListeners(signal);
    const goOn = () => {
      for (const listener of listeners) process.on(signal, listener);
      process.kill(process.pid, signal);
    };
    process.once(signal, () => void work().finally(goOn));
  }
}
