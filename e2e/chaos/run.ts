import { setTimeout as delay } from "node:timers/promises";
import { audit, isBusy, type Books } from "./books/books.ts";
import { readStart } from "./books/read-lane.ts";
import { checkWaits, watchWaits } from "./books/waits.ts";
import { departureOf } from "./faults/customers.ts";
import { faultNamed } from "./faults/faults.ts";
import type { Scene } from "./faults/scene.ts";
import type { Plan } from "./plan/plan.ts";
import { openCustomer, type Customer } from "./world/customer.ts";
import { unlessAborted } from "./world/wait.ts";
import type { World } from "./world/world.ts";

/** How long a fault waits for its moment in all, and once every customer is done. */
const PATIENCE_MS = 14_000;
const GRACE_MS = 2_500;
/** Customers get this long after the faults to place and pay; then they go away. */
const CHECKOUT_MS = 8_000;
const REST_MS = 30_000;
const POLL_MS = 200;
const LOG_LINES = 200;
const LOG_COLUMNS = 400;

export type RunResult = {
  plan: Plan;
  books: Books;
  /** Whether each fault of the plan really struck. */
  injected: boolean[];
  orders: number;
  /** From the moment when everything was well again and nobody asked any more, until the books were right. */
  restMs: number;
  /** The longest from a payment in a block to its token. */
  waitMs: number;
  tookMs: number;
  violations: string[];
  /** Every status that customers were answered. */
  statuses: number[];
  /** The same of attackers. */
  hostileStatuses: number[];
  /** The servers' last lines, where something was wrong. */
  logs: string;
};

/** Injects the plan's faults while customers order, then checks that everything comes right by itself. */
export async function perform(world: World, plan: Plan): Promise<RunResult> {
  await world.arrange(plan.setting);
  const startedAt = performance.now();
  const logged = world.instances.map(({ log }) => log().length);
  const start = await readStart(world);
  const customers = await Promise.all(
    plan.orders.map((order, index) => openCustomer(world, order, departureOf(plan, index))),
  );
  const ended = new AbortController();
  const leaving = new AbortController();
  const over = AbortSignal.any([ended.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const waits = watchWaits(world, customers);
  const scene: Scene = {
    world,
    plan,
    customers,
    over,
    foreign: new Set(),
    strangers: new Set(),
    hostileStatuses: [],
    waits,
    wrong: [],
    afterwards: [],
  };

  const injecting = Promise.all(plan.faults.map((fault) => faultNamed(fault.name).inject(scene, fault)));
  const shopping = Promise.all(customers.map((customer) => customer.shop(leaving.signal)));
  void Promise.allSettled([shopping])
    .then(() => delay(GRACE_MS))
    .then(() => ended.abort());
  const injected = await injecting;
  await unlessAborted(Promise.all(customers.map(settled)), AbortSignal.timeout(CHECKOUT_MS));
  leaving.abort();
  await shopping;

  const { foreign, strangers, wrong } = scene;
  const books = { customers, start, foreign, strangers };
  const healedAt = performance.now();
  const statuses = customers.flatMap((customer) => customer.statuses);
  if (statuses.includes(500)) wrong.push("A customer was answered 500: an error that nobody thought of.");
  const violations = [...wrong, ...(await restartFallen(world)), ...(await auditUntilRight(world, books))];
  const restMs = performance.now() - healedAt;
  await waits.stop();
  if (isAttacked(plan)) violations.push(...checkWaits(world, customers, waits));
  for (const undo of scene.afterwards) await undo();
  return {
    plan,
    books,
    injected,
    orders: customers.length,
    restMs,
    waitMs: Math.max(0, ...customers.map((customer) => waits.msOf(customer) ?? 0)),
    tookMs: performance.now() - startedAt,
    violations,
    hostileStatuses: scene.hostileStatuses,
    statuses,
    logs: violations.length > 0 ? logsOf(world, logged) : "",
  };
}

function isAttacked({ faults }: Plan): boolean {
  return faults.some(({ name }) => faultNamed(name).area === "hostile");
}

/** A customer has done their part once they have paid, or have left. */
async function settled({ paid, left }: Customer): Promise<void> {
  await Promise.race([paid, left]);
}

async function restartFallen({ instances }: World): Promise<string[]> {
  const fallen = instances.filter((instance) => !instance.isUp());
  for (const instance of fallen) await instance.start();
  return fallen.map(({ url }) => `The server at ${url} ended by itself.`);
}

/** @returns what is still wrong when there is no more time */
async function auditUntilRight(world: World, run: Books): Promise<string[]> {
  const deadline = performance.now() + REST_MS;
  for (;;) {
    const isLate = performance.now() > deadline;
    if (isLate || !(await isBusy(world, run.customers))) {
      const violations = await audit(world, run);
      if (violations.length === 0 || isLate) return violations;
    }
    await delay(POLL_MS);
  }
}

/** @param from how long each log was when the run began */
function logsOf({ instances }: World, from: number[]): string {
  return instances
    .map(({ url, log }, index) => {
      const lines = log().slice(from[index]).split("\n").slice(-LOG_LINES);
      return [`--- ${url}`, ...lines.map((line) => line.slice(0, LOG_COLUMNS))].join("\n");
    })
    .join("\n");
}
