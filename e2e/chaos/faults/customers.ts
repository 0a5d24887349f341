import type { Plan } from "../plan/plan.ts";
import type { Departure } from "../world/customer.ts";
import { unlessAborted } from "../world/wait.ts";
import { customerOf, type Fault } from "./scene.ts";

const departures: [name: string, at: Departure][] = [
  ["customer gone after ordering", "placed"],
  ["customer gone after paying", "paid"],
  ["customer gone while asking", "asking"],
  ["customer gone before the answer", "answered"],
];

/** The customer leaves by their own plan; see {@link departureOf}. */
export const customerFaults: Fault[] = departures.map(([name]) => ({
  name,
  area: "client",
  inject: async (scene, draw) => (await unlessAborted(customerOf(scene, draw).left, scene.over)) !== null,
}));

/** Where and after how long the customer of this order leaves; null if they stay. */
export function departureOf({ faults }: Plan, order: number): { at: Departure; afterMs: number } | null {
  for (const fault of faults) {
    const departure = departures.find(([name]) => name === fault.name && fault.order === order);
    if (departure) return { at: departure[1], afterMs: 50 + fault.delayMs };
  }
  return null;
}
