import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { deliver, follow, isNews, mend, publish, tidy, type Work } from "./sweep.ts";

/**
 * Sweeps again and again, until the signal ends it after the steps it is in. Each work on each chain goes round by
 * itself: one that waits, for blocks or for a node, holds up no other. What following and mending find is delivered at
 * once, beside what is being delivered still.
 */
export async function sweepUntil(context: Context, signal: AbortSignal): Promise<void> {
  await Promise.all(context.chains.map((chain) => sweepChain({ context, chain, signal })));
}

type Sweep = { context: Context; chain: Chain; signal: AbortSignal };

async function sweepChain(sweep: Sweep): Promise<void> {
  const bell = createBell();
  const passes = new Set<Promise<void>>();
  const ringIfNews = (work: Work) => async () => {
    if (await goRound(sweep, work)) bell.ring();
  };
  const deliverBeside = async () => {
    const pass = goRound(sweep, deliver).then(() => void passes.delete(pass));
    passes.add(pass);
  };
  await Promise.all([
    repeat(sweep, ringIfNews(follow)),
    repeat(sweep, ringIfNews(mend)),
    repeat(sweep, () => goRound(sweep, tidy)),
    repeat(sweep, () => goRound(sweep, publish)),
    repeat(sweep, deliverBeside, bell),
  ]);
  await Promise.all(passes);
}

async function repeat(
  { context, signal }: Sweep,
  round: () => Promise<unknown>,
  bell = createBell(),
): Promise<void> {
  while (!signal.aborted) {
    // Instances that started together spread out.
    await bell.wait(context.env.SWEEP_INTERVAL_MS * (0.5 + Math.random()), signal);
    if (!signal.aborted) await round();
  }
}

/** @returns whether it has found what there is to deliver */
async function goRound({ context, chain, signal }: Sweep, work: Work): Promise<boolean> {
  const counts = await work(context, chain, signal);
  const { events, ...done } = counts;
  const counted = Object.entries(done).filter(([, count]) => count > 0);
  if (counted.length > 0)
    context.log.info({ chainId: chain.id, events, ...Object.fromEntries(counted) }, "swept");
  return isNews(counts);
}

/** Ends a wait early; a wait that begins after it was rung ends at once. */
function createBell() {
  let rung = new AbortController();
  return {
    ring: () => rung.abort(),
    wait: async (ms: number, signal: AbortSignal) => {
      await delay(ms, undefined, { signal: AbortSignal.any([signal, rung.signal]) }).catch(() => undefined);
      rung = new AbortController();
    },
  };
}
