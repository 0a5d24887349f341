import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { orders } from "#lib/base/schema.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { BenchWorld } from "./bench-world.ts";
import { watchProcessors } from "./process-figures.ts";

const POLL_MS = 50;
const BLOCK_MS = 1_000;

/** How long a run took, and what part of the time of all processors, of 0 to 1, it and all else on the machine used. */
export type Timed = { tookMs: number; busyShare: number };

/** How much the Checkout has earned, in wei: what was paid for all that it has delivered. */
export function earnedWei({ chain: { client, checkout } }: BenchWorld): Promise<bigint> {
  return client.readContract({ address: checkout, abi: checkoutAbi, functionName: "earned" });
}

/** Waits until the Checkout has earned so much. @throws after so long */
export async function untilEarned(world: BenchWorld, wei: bigint, timeoutMs: number): Promise<void> {
  await poll(() => earnedWei(world), wei, timeoutMs);
}

/**
 * Has a block made each second while `work` delivers, and takes the time from the block before the first one that holds a
 * delivery: what a process that was just started takes until then is no part of how many it delivers in a second.
 */
export async function timeDeliveries(
  world: BenchWorld,
  work: () => Promise<void>,
  timeoutMs: number,
): Promise<Timed> {
  const before = await earnedWei(world);
  await world.chain.mineEvery(BLOCK_MS / 1_000);
  const first = untilEarned(world, before + 1n, timeoutMs).then(() => ({
    firstAt: performance.now(),
    busyShare: watchProcessors(),
  }));
  const [{ firstAt, busyShare }] = await Promise.all([first, work()]);
  return { tookMs: performance.now() - firstAt + BLOCK_MS, busyShare: busyShare() };
}

/** Waits until so many orders are recorded as deployed. @throws after so long */
export async function untilDeployed(
  { context: { database } }: BenchWorld,
  count: number,
  timeoutMs: number,
): Promise<void> {
  await poll(() => database.$count(orders, eq(orders.status, "deployed")), count, timeoutMs);
}

async function poll<T extends number | bigint>(
  reached: () => Promise<T>,
  wanted: T,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (let found = await reached(); found < wanted; found = await reached()) {
    if (Date.now() > deadline)
      throw new Error(`In ${timeoutMs / 1_000} seconds ${found} of ${wanted} were delivered.`);
    await delay(POLL_MS);
  }
}
