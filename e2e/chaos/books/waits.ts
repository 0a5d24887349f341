import { setTimeout as delay } from "node:timers/promises";
import { BLOCK_TIME_MS } from "../node/chain-client.ts";
import type { Customer } from "../world/customer.ts";
import type { World } from "../world/world.ts";
import { readRows } from "./read-order.ts";

const POLL_MS = 250;
/** How much longer than without an attack an order may wait. */
const MOST_MORE_MS = 30_000;

/** How long customers wait from their payment in a block to the word `deployed`, or `refunded`, in the database. */
export type Waits = {
  /** Null while nothing is paid, or nothing any more. */
  msOf: (customer: Customer) => number | null;
  /** Whether a customer has what they paid for, or left without paying. */
  isOver: (customer: Customer) => boolean;
  /** Whether nobody waits. */
  areOver: () => boolean;
  /** A customer's payment has left the chain for good. */
  forget: (customer: Customer) => void;
  stop: () => Promise<void>;
};

export function watchWaits(world: World, customers: Customer[]): Waits {
  const paidAt = new Map<Customer, number>();
  const servedAt = new Map<Customer, number>();
  const gone = new Set<Customer>();
  const forgotten = new Set<Customer>();
  for (const customer of customers) {
    void customer.paid.then(() => paidAt.set(customer, performance.now()));
    void customer.left.then(() => gone.add(customer));
  }
  const ended = new AbortController();

  async function watch(): Promise<void> {
    while (!ended.signal.aborted) {
      // While the database is away nobody is served.
      const rows = await readRows(world, customers).catch(() => []);
      for (const customer of customers) {
        const row = rows.find(({ salt }) => salt === customer.plan.body.salt);
        const isServed = row?.status === "deployed" || row?.status === "refunded";
        if (isServed && !servedAt.has(customer)) servedAt.set(customer, performance.now());
      }
      await delay(POLL_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  }
  const watching = watch();
  const isOver = (customer: Customer) =>
    servedAt.has(customer) || forgotten.has(customer) || (gone.has(customer) && !paidAt.has(customer));

  return {
    msOf: (customer) => {
      const since = paidAt.get(customer);
      return since === undefined || forgotten.has(customer)
        ? null
        : (servedAt.get(customer) ?? performance.now()) - since;
    },
    isOver,
    areOver: () => customers.every(isOver),
    forget: (customer) => void forgotten.add(customer),
    stop: async () => {
      ended.abort();
      await watching;
    },
  };
}

/**
 * The longest that a paid order may wait while strangers do their worst. What it would wait without them is taken to
 * be the least it can be, a block for each confirmation, so that nothing slower can hide an attack.
 */
export function mostWaitMs({ setting }: Pick<World, "setting">): number {
  return MOST_MORE_MS + setting.confirmations * BLOCK_TIME_MS;
}

/** Which orders waited for too long, in sentences. */
export function checkWaits(world: World, customers: Customer[], waits: Waits): string[] {
  const most = mostWaitMs(world);
  return customers.flatMap((customer) => {
    const ms = waits.msOf(customer);
    if (ms === null || ms <= most) return [];
    return `${customer.plan.body.symbol} waited ${(ms / 1_000).toFixed(1)} s for its token, more than ${most / 1_000} s.`;
  });
}
