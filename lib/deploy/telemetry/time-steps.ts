import "server-only";
import type { Context } from "#lib/base/context.ts";
import { instruments, secondsSince } from "#lib/base/telemetry/instruments.ts";
import { onStep } from "#lib/deploy/step-channel.ts";

/** More deploys than run at once; those that broke off in the middle leave theirs behind. */
const MOST_REMEMBERED = 10_000;

/** Times each step of this process's deploys, from the one before it; of the first, how long its lock took is known. */
export function timeSteps({ env }: Pick<Context, "env">): void {
  const { deployStepSeconds } = instruments();
  const latest = new Map<string, number>();
  onStep(({ step, chainId, token }) => {
    const key = `${chainId} ${token}`;
    const since = latest.get(key);
    if (since !== undefined && step !== "locked")
      deployStepSeconds.observe({ strategy: env.DEPLOY_STRATEGY, step }, secondsSince(since));
    if (latest.size >= MOST_REMEMBERED) latest.clear();
    if (step === "answering") latest.delete(key);
    else latest.set(key, performance.now());
  });
}
