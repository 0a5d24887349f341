import { setTimeout as delay } from "node:timers/promises";
import type { OrderRow } from "#lib/base/schema.ts";
import type { BenchWorld } from "../../parts/bench-world.ts";
import { untilDeployed } from "../../parts/counted-deliveries.ts";
import { eachAtMost } from "../../parts/each-at-most.ts";

/** Of the time until a client asks again that is left to chance, so that they don't come all at once. */
const JITTER_MS = 200;
const QUEUED_AT_ONCE = 16;

/**
 * Asks a server for every order: each wallet for one after the other, again whenever it is told to wait.
 * @returns in how many milliseconds all of them were recorded as deployed
 */
export async function deliverAsked(
  world: BenchWorld,
  orders: OrderRow[],
  { url, timeoutMs }: { url: string; timeoutMs: number },
): Promise<number> {
  const ofWallets = Map.groupBy(orders, ({ deployer }) => deployer);
  await world.chain.mineEvery(1);
  const startedAt = performance.now();
  const ending = AbortSignal.timeout(timeoutMs);
  const asking = [...ofWallets.values()].map(async (own) => {
    for (const order of own) await askUntilTaken(url, order, ending);
  });
  await Promise.all(asking);
  await untilDeployed(world, orders.length, timeoutMs);
  return performance.now() - startedAt;
}

/** Asks until the order is deployed, or is seen to by the server without being asked again. */
async function askUntilTaken(url: string, { address }: OrderRow, signal: AbortSignal): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/api/deploy`, {
      method: "POST",
      body: JSON.stringify({ token: address }),
      signal,
    });
    const answer = await response.text();
    if (response.ok) return;
    const waitMs = Number(response.headers.get("Retry-After")) * 1_000;
    if (response.status !== 503 || !waitMs) throw new Error(`Answered ${response.status}: ${answer}`);
    await delay(waitMs + Math.random() * JITTER_MS, undefined, { signal });
  }
}

/** Asks for every order once, while no block is made and nobody works: then all of them wait in the queue. */
export async function queueAll(
  orders: OrderRow[],
  { url, timeoutMs }: { url: string; timeoutMs: number },
): Promise<void> {
  const ending = AbortSignal.timeout(timeoutMs);
  await eachAtMost(QUEUED_AT_ONCE, orders, (order) => askUntilTaken(url, order, ending));
}

/**
 * Waits for what servers and workers do without being asked. What they have sent before the first block counts, as it
 * does for bare viem.
 * @returns in how many milliseconds all were recorded as deployed
 */
export async function deliverWaiting(
  world: BenchWorld,
  orders: OrderRow[],
  timeoutMs: number,
): Promise<number> {
  await world.chain.mineEvery(1);
  const startedAt = performance.now();
  await untilDeployed(world, orders.length, timeoutMs);
  return performance.now() - startedAt;
}
