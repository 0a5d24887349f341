import { setTimeout as delay } from "node:timers/promises";
import type { OrderRow } from "#lib/base/schema.ts";
import type { BenchWorld } from "../../parts/bench-world.ts";
import { timeDeliveries, untilDeployed, type Timed } from "../../parts/counted-deliveries.ts";
import { eachAtMost } from "../../parts/each-at-most.ts";

/** Of the time until a client asks again that is left to chance, so that they don't come all at once. */
const JITTER_MS = 200;
const QUEUED_AT_ONCE = 16;

/**
 * Asks a server for every order: each wallet for one after the other, again whenever it is told to wait, until all
 * of them are recorded as deployed.
 */
export async function deliverAsked(
  world: BenchWorld,
  orders: OrderRow[],
  { url, timeoutMs }: { url: string; timeoutMs: number },
): Promise<Timed> {
  const ofWallets = Map.groupBy(orders, ({ deployer }) => deployer);
  const ending = AbortSignal.timeout(timeoutMs);
  const askForAll = async () => {
    const asking = [...ofWallets.values()].map(async (own) => {
      for (const order of own) await askUntilTaken(url, order, ending);
    });
    await Promise.all(asking);
    await untilDeployed(world, orders.length, timeoutMs);
  };
  return timeDeliveries(world, askForAll, timeoutMs);
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
 * Waits until servers and workers have recorded all as deployed, without being asked. What they have sent before the first
 * block counts, as it does for bare viem.
 */
export function deliverWaiting(world: BenchWorld, orders: OrderRow[], timeoutMs: number): Promise<Timed> {
  return timeDeliveries(world, () => untilDeployed(world, orders.length, timeoutMs), timeoutMs);
}
