import { sql } from "drizzle-orm";
import { expect, onTestFinished } from "vitest";
import type { Context } from "#lib/base/context.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { findProgram } from "#lib/local/distribution/find-program.ts";
import { startRedis, type LocalRedis } from "#lib/local/distribution/redis.ts";
import { deployOrQueue } from "#lib/queue/enqueue.ts";
import { queueOf } from "#lib/queue/order-queue.ts";
import { workUntil } from "#lib/queue/work.ts";
import { placeAndPay, reread } from "./own-chain.ts";
import { createTestContext, createWallet } from "./test-context.ts";

export type QueueKind = "redis" | "postgres";

const PEOPLE = 10;

/** What a queue can be kept in here: Redis only where that is installed. */
export const queueKinds: QueueKind[] = findProgram("redis-server") ? ["redis", "postgres"] : ["postgres"];

/** A context whose orders are queued, and a Redis of its own where the queue is kept there. */
export async function openQueued(kind: QueueKind, overrides: Record<string, string> = {}, rpcUrl?: string) {
  const redis = kind === "redis" ? await startRedis() : null;
  if (redis) onTestFinished(redis.stop);
  const queueUrl: Record<string, string> = redis ? { QUEUE_URL: redis.url } : {};
  const context = await createTestContext({ DEPLOY_STRATEGY: "queue", ...queueUrl, ...overrides }, rpcUrl);
  onTestFinished(() => queueOf(context).close());
  return { context, redis, wallet: await createWallet(rpcUrl) };
}

/** Orders of several people, paid and queued in turn. */
export async function placeAndQueue(context: Context, count: number, rpcUrl?: string): Promise<OrderRow[]> {
  const people = Array.from({ length: Math.min(count, PEOPLE) }, async (_, person) => {
    const wallet = await createWallet(rpcUrl);
    const placed: OrderRow[] = [];
    for (let order = person; order < count; order += PEOPLE) placed.push(await placeAndPay(context, wallet));
    return placed;
  });
  const placed = (await Promise.all(people)).flat();
  for (const order of placed) await deployOrQueue(context, order);
  return placed;
}

/** Works on a context's queue in this process. @returns what ends that */
export function startWorking(context: Context): () => Promise<void> {
  const ending = new AbortController();
  const working = workUntil(context, ending.signal);
  const stop = async () => {
    ending.abort();
    await working;
  };
  onTestFinished(stop);
  return stop;
}

/** The queue forgets everything. */
export async function emptyQueue({ database }: Context, redis: LocalRedis | null): Promise<void> {
  if (redis) return redis.flush();
  await database.execute(sql`truncate bullmq.job cascade`);
}

export async function untilDeployed(
  context: Context,
  placed: readonly OrderRow[],
  timeout = 30_000,
): Promise<void> {
  const statuses = async () => {
    const rows = await Promise.all(placed.map((order) => reread(context, order)));
    return rows.map(({ status }) => status);
  };
  await expect.poll(statuses, { timeout, interval: 200 }).toEqual(placed.map(() => "deployed"));
}
