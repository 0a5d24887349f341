import type { Address, Hex } from "viem";
import type { Order } from "#lib/shared/order.ts";
import type { Waits } from "../books/waits.ts";
import type { TestChain } from "../node/test-chain.ts";
import type { Area, FaultPlan, Moment, Needs, Plan } from "../plan/plan.ts";
import type { Customer } from "../world/customer.ts";
import { unlessAborted } from "../world/wait.ts";
import { nextStep, type World } from "../world/world.ts";

/** One run while it goes on: what a fault may touch. */
export type Scene = {
  world: World;
  plan: Plan;
  customers: Customer[];
  /** Aborts when nothing more will happen that a fault could wait for. */
  over: AbortSignal;
  /** Transactions that a fault signed with the servers' key. */
  foreign: Set<Hex>;
  /** Accounts of attackers. */
  strangers: Set<Address>;
  /** What attackers were answered. */
  hostileStatuses: number[];
  waits: Waits;
  /** What a fault has seen that must not be, in sentences. */
  wrong: string[];
  /** What a fault leaves behind on purpose, undone when the run is at rest. */
  afterwards: (() => Promise<void>)[];
};

export type Fault = {
  name: string;
  area: Area;
  needs?: Needs;
  /**
   * Waits for the fault's moment, injects it, and ends it.
   * @returns whether it really struck; false if its moment did not come
   */
  inject: (scene: Scene, draw: FaultPlan) => Promise<boolean>;
};

/** The order that a fault is about, once its moment has come; null if it does not. */
export async function reached(scene: Scene, draw: FaultPlan, at: Moment): Promise<Order | null> {
  const customer = customerOf(scene, draw);
  const order = await unlessAborted(customer.placed, scene.over);
  if (!order || at === "placed") return order;
  if (at === "paid") {
    const paid = customer.paid.then(() => order);
    return unlessAborted(paid, scene.over);
  }
  const step = nextStep(
    scene.world,
    (report) => report.step === at && report.token === order.address,
    scene.over,
  );
  return unlessAborted(
    step.then(() => order),
    scene.over,
  );
}

/** The chain of the order that a fault is about. */
export function chainOf(scene: Scene, draw: FaultPlan): TestChain {
  return customerOf(scene, draw).chain;
}

export function customersOn(chain: TestChain, { customers }: Scene): Customer[] {
  return customers.filter((customer) => customer.chain === chain);
}

export function customerOf({ customers }: Scene, { order }: FaultPlan): Customer {
  const customer = customers[order];
  if (!customer) throw new Error(`The run has no order ${order}.`);
  return customer;
}
