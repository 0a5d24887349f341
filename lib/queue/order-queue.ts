import "server-only";
import type { Context } from "#lib/base/context.ts";
import type { Probe } from "#lib/base/health.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { openBackend, type Backend, type BackendQueue } from "./backend.ts";

/** Which order is meant: its token, and the chain, since one address can be ordered on two of them. */
export type OrderKey = Pick<OrderRow, "chainId" | "address">;

/** The queue is out of reach. Nothing is lost: the database knows which orders are to be delivered. */
export class QueueUnavailable extends Error {
  constructor(cause: unknown) {
    super("The queue does not answer.", { cause });
    this.name = "QueueUnavailable";
  }
}

/** The queues of orders, one for each chain. All of it ends within some seconds. */
export type OrderQueue = {
  /** Puts orders in, in this order, but for those that are in already. @throws {QueueUnavailable} */
  add: (chainId: number, orders: readonly OrderKey[]) => Promise<void>;
  /** How many wait or are under way. @throws {QueueUnavailable} */
  count: (chainId: number) => Promise<number>;
  backend: () => Promise<Backend>;
  close: () => Promise<void>;
};

const ANSWER_MS = 4_000;
/** For so long after it did not answer nobody waits for it again. */
const OUTAGE_MS = 2_000;

export function queueName(chainId: number): string {
  return `coinwright-${chainId}`;
}

export function openOrderQueue({ env, chains, log }: Context): OrderQueue {
  const queues = new Map<number, BackendQueue>();
  let opened: Promise<Backend> | undefined;
  let outage: { until: number; cause: unknown } | null = null;
  const backend = () => {
    opened ??= openBackend(env, chains.length, (err) => log.debug({ err }, "queue"));
    return opened;
  };

  async function ask<T>(chainId: number, question: (queue: BackendQueue) => Promise<T>): Promise<T> {
    const asked = async () => {
      const { ready, openQueue } = await backend();
      await ready();
      const queue = queues.get(chainId) ?? openQueue(queueName(chainId));
      queues.set(chainId, queue);
      return question(queue);
    };
    if (outage && outage.until > performance.now()) throw new QueueUnavailable(outage.cause);
    try {
      return await within(ANSWER_MS, asked());
    } catch (cause) {
      outage = { until: performance.now() + OUTAGE_MS, cause };
      throw new QueueUnavailable(cause);
    }
  }

  return {
    add: (chainId, orders) =>
      ask(chainId, async (queue) => {
        await queue.addBulk(orders.map((order) => toJob(order)));
      }),
    count: (chainId) => ask(chainId, (queue) => queue.getJobCountByTypes("waiting", "active")),
    backend,
    close: async () => {
      if (opened) await (await opened).close();
    },
  };
}

function toJob({ chainId, address }: OrderKey) {
  return {
    name: "deliver",
    data: { chainId, token: address },
    opts: {
      jobId: `${chainId}-${address}`,
      // The database says what is tried again, and when. A job that stayed would keep its order from that.
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`No answer in ${ms} ms.`)), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

// As the context, one for all of a process.
declare global {
  var coinwrightQueues: WeakMap<Context, OrderQueue> | undefined;
}

/** A context's queue, opened when it is first asked for. */
export function queueOf(context: Context): OrderQueue {
  const queues = (globalThis.coinwrightQueues ??= new WeakMap());
  const present = queues.get(context);
  if (present) return present;
  const opened = openOrderQueue(context);
  queues.set(context, opened);
  return opened;
}

/** Whether the queue answers, where there is one. */
export function probesOfQueue(context: Context): Probe[] {
  const { env, chains } = context;
  if (env.DEPLOY_STRATEGY !== "queue") return [];
  const probe = async () => {
    await queueOf(context).count(chains[0]?.id ?? 0);
    return null;
  };
  const unreachable = "The queue does not answer. Orders are delivered without it, more slowly.";
  return [{ name: "queue", unreachable, probe }];
}
