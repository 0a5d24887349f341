import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { orders } from "#lib/base/schema.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { BenchWorld } from "./bench-world.ts";

const POLL_MS = 50;

/** How much the Checkout has earned, in wei: what was paid for all that it has delivered. */
export function earnedWei({ chain: { client, checkout } }: BenchWorld): Promise<bigint> {
  return client.readContract({ address: checkout, abi: checkoutAbi, functionName: "earned" });
}

/** Waits until the Checkout has earned so much. @throws after so long */
export async function untilEarned(world: BenchWorld, wei: bigint, timeoutMs: number): Promise<void> {
  await poll(async () => (await earnedWei(world)) >= wei, timeoutMs);
}

/** Waits until so many orders are recorded as deployed. @throws after so long */
export async function untilDeployed(
  { context: { database } }: BenchWorld,
  count: number,
  timeoutMs: number,
): Promise<void> {
  const isThere = async () => (await database.$count(orders, eq(orders.status, "deployed"))) >= count;
  await poll(isThere, timeoutMs);
}

async function poll(isThere: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isThere())) {
    if (Date.now() > deadline) throw new Error(`It was not delivered in ${timeoutMs / 1_000} seconds.`);
    await delay(POLL_MS);
  }
}
