import { keepParts, type Keep } from "#lib/local/process.ts";
import { startRedis } from "#lib/local/distribution/redis.ts";
import { startServer } from "#lib/local/server.ts";
import { startWorker } from "#lib/local/worker.ts";
import type { Setting } from "../../measure/section.ts";
import { openBenchWorld } from "../../parts/bench-world.ts";
import { payOrders } from "../../parts/paid-orders.ts";
import { peakMemoryMiB } from "../../parts/process-figures.ts";
import { deliverBare } from "./bare.ts";
import type { Contender } from "./contenders.ts";
import { deliverAsked, deliverWaiting, queueAll } from "./served.ts";

const RUN_TIMEOUT_MS = 300_000;

/** What came of a run. The memory is the most that whoever delivers had at any time; null where it is not told. */
export type Outcome = { tokensPerSecond: number; memoryMiB: number | null };

/** Pays the orders of one run in a world of its own, and has them delivered. @param gasLimit of a block */
export async function runContender(
  keep: Keep,
  setting: Setting,
  contender: Contender,
  gasLimit: number,
): Promise<Outcome> {
  const parts = keep(keepParts(console.error));
  try {
    const { tookMs, memoryMiB } = await runIn(parts.keep, setting, contender, gasLimit);
    return { tokensPerSecond: (contender.orders / tookMs) * 1_000, memoryMiB };
  } finally {
    await parts.stop();
  }
}

type Run = { tookMs: number; memoryMiB: number | null };

async function runIn(keep: Keep, setting: Setting, contender: Contender, gasLimit: number): Promise<Run> {
  const { how, lanes, workers, wallets } = contender;
  const world = await openBenchWorld(keep, setting, { lanes, gasLimit, env: await envOf(keep, contender) });
  const orders = await payOrders(world, contender.orders, wallets);
  if (how === "bare") return { tookMs: await deliverBare(world, orders, RUN_TIMEOUT_MS), memoryMiB: null };
  const { url, child } = keep(await startServer("start", world.env));
  const limits = { url, timeoutMs: RUN_TIMEOUT_MS };
  if (how === "asked")
    return { tookMs: await deliverAsked(world, orders, limits), memoryMiB: peakMemoryMiB([child]) };
  if (how === "swept")
    return { tookMs: await deliverWaiting(world, orders, RUN_TIMEOUT_MS), memoryMiB: peakMemoryMiB([child]) };
  await queueAll(orders, limits);
  const started = await Promise.all(
    Array.from({ length: workers }, async () => keep(await startWorker(world.env))),
  );
  const tookMs = await deliverWaiting(world, orders, RUN_TIMEOUT_MS);
  return { tookMs, memoryMiB: peakMemoryMiB(started.map((worker) => worker.child)) };
}

async function envOf(keep: Keep, { queue, env }: Contender): Promise<Record<string, string>> {
  return queue === "redis" ? { ...env, QUEUE_URL: keep(await startRedis()).url } : env;
}
