import "server-only";
import { openContext, type Context } from "#lib/base/context.ts";
import { InvalidEnvironment } from "#lib/base/env.ts";
import { serializeError } from "#lib/base/log.ts";
import { logNodes } from "#lib/base/node/check-node.ts";
import { recordSteps } from "#lib/deploy/step-record.ts";
import { timeSteps } from "#lib/deploy/telemetry/time-steps.ts";
import { workUntil } from "#lib/queue/work.ts";
import { sweepUntil } from "./loop.ts";

/**
 * Starts what a server does beside its requests: says what its nodes can't do, notes the steps of its deploys, and sweeps,
 * which where there is a queue is the workers' business. Ends the process and says why where its environment is wrong.
 */
export async function startBackground(): Promise<void> {
  const context = await openContextOrExit();
  const { DEPLOY_STRATEGY, WORKER_IN_SERVER } = context.env;
  const ending = new AbortController();
  const ended =
    DEPLOY_STRATEGY === "queue" && !WORKER_IN_SERVER
      ? watchDeploys(context)
      : runBackground(context, ending.signal);
  beforeExit(() => {
    ending.abort();
    return ended;
  });
}

/** What delivers orders beside requests, until the signal ends it: the sweep, and where there is a queue its worker. */
export async function runBackground(context: Context, signal: AbortSignal): Promise<void> {
  const { DEPLOY_STRATEGY, SWEEP_INTERVAL_MS } = context.env;
  await Promise.all([
    watchDeploys(context),
    SWEEP_INTERVAL_MS > 0 && sweepUntil(context, signal),
    DEPLOY_STRATEGY === "queue" && workUntil(context, signal),
  ]);
}

async function watchDeploys(context: Context): Promise<void> {
  recordSteps(context);
  timeSteps(context);
  await logNodes(context.chains, context.log);
}

async function openContextOrExit(): Promise<Context> {
  try {
    return await openContext();
  } catch (error) {
    // Next.js would log this and go on listening.
    console.error(error instanceof InvalidEnvironment ? error.message : serializeError(error));
    process.exit(1);
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
