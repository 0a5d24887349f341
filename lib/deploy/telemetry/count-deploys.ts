import "server-only";
import type { Context } from "#lib/base/context.ts";
import { toAppError } from "#lib/base/errors/to-app-error.ts";
import { instruments } from "#lib/base/telemetry/instruments.ts";

/** The order is paid and nothing is in its way, and another process is to deliver it. */
export class LeftToWorkers extends Error {
  constructor() {
    super("The order is paid, and left to workers.");
    this.name = "LeftToWorkers";
  }
}

/** Counts a deploy by how it ends, whether that is a status or an error's code. */
export async function countDeploy<Ended extends { status: string }>(
  { env }: Pick<Context, "env">,
  chainId: number,
  work: () => Promise<Ended>,
): Promise<Ended> {
  const count = (outcome: string) =>
    instruments().deploys.inc({ chain: String(chainId), strategy: env.DEPLOY_STRATEGY, outcome });
  try {
    const ended = await work();
    count(ended.status);
    return ended;
  } catch (error) {
    count(error instanceof LeftToWorkers ? "queued" : toAppError(error).code);
    throw error;
  }
}
