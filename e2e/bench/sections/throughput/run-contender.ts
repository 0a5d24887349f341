import type { ChildProcess } from "node:child_process";
import { keepParts, type Keep } from "#lib/local/process.ts";
import { startRedis } from "#lib/local/distribution/redis.ts";
import { startServer } from "#lib/local/server.ts";
import { startWorker } from "#lib/local/worker.ts";
import { heapOf, usageOptions } from "../../measure/usage.ts";
import type { Setting } from "../../measure/section.ts";
import { openBenchWorld } from "../../parts/bench-world.ts";
import type { Timed } from "../../parts/counted-deliveries.ts";
import { payOrders } from "../../parts/paid-orders.ts";
import { peakMemoryMiB } from "../../parts/process-figures.ts";
import { deliverBare } from "./bare.ts";
import type { Contender } from "./contenders.ts";
import { deliverAsked, deliverWaiting, queueAll } from "./served.ts";

const RUN_TIMEOUT_MS = 300_000;

/** Of whoever delivers: the most memory that one had at any time, and the heap that one still used at the end. */
type Memory = { peakMiB: number | null; heapMiB: number };

/**
 * What came of a run. The memory is null where nothing of ours delivers. The busy share is of all processors' time, chain
 * and database included, 0 to 1.
 */
export type Outcome = { tokensPerSecond: number; memory: Memory | null; busyShare: number };

/** Pays the orders of one run in a world of its own, and has them delivered. @param gasLimit of a block */
export async function runContender(
  keep: Keep,
  setting: Setting,
  contender: Contender,
  gasLimit: number,
): Promise<Outcome> {
  const parts = keep(keepParts(console.error));
  try {
    const { tookMs, ...figures } = await runIn(parts.keep, setting, contender, gasLimit);
    return { tokensPerSecond: (contender.orders / tookMs) * 1_000, ...figures };
  } catch (cause) {
    throw new Error(`${contender.name}, blocks of ${gasLimit} gas: ${String(cause)}`, { cause });
  } finally {
    await parts.stop();
  }
}

type Run = Timed & { memory: Memory | null };

async function runIn(keep: Keep, setting: Setting, contender: Contender, gasLimit: number): Promise<Run> {
  const { how, lanes, workers, wallets } = contender;
  const world = await openBenchWorld(keep, setting, { lanes, gasLimit, env: await envOf(keep, contender) });
  const orders = await payOrders(world, contender.orders, wallets);
  if (how === "bare") return { ...(await deliverBare(world, orders, RUN_TIMEOUT_MS)), memory: null };
  const env = { ...world.env, NODE_OPTIONS: usageOptions };
  const { url, child } = keep(await startServer("start", env));
  const limits = { url, timeoutMs: RUN_TIMEOUT_MS };
  if (how === "asked")
    return { ...(await deliverAsked(world, orders, limits)), memory: await memoryOf([child]) };
  if (how === "swept")
    return { ...(await deliverWaiting(world, orders, RUN_TIMEOUT_MS)), memory: await memoryOf([child]) };
  await queueAll(orders, limits);
  const started = await Promise.all(
    Array.from({ length: workers }, async () => keep(await startWorker(env))),
  );
  const timed = await deliverWaiting(world, orders, RUN_TIMEOUT_MS);
  return { ...timed, memory: await memoryOf(started.map((worker) => worker.child)) };
}

async function memoryOf(processes: ChildProcess[]): Promise<Memory> {
  const peakMiB = peakMemoryMiB(processes);
  return { peakMiB, heapMiB: Math.max(...(await Promise.all(processes.map(heapOf)))) };
}

async function envOf(keep: Keep, { queue, env }: Contender): Promise<Record<string, string>> {
  return queue === "redis" ? { ...env, QUEUE_URL: keep(await startRedis()).url } : env;
}
