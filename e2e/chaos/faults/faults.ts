import { chainFaults } from "./chain.ts";
import { customerFaults } from "./customers.ts";
import { databaseFaults } from "./database.ts";
import { deadlock } from "./deadlock.ts";
import { hostileFaults } from "./hostile.ts";
import { rpcFaults } from "./node.ts";
import { processFaults } from "./process.ts";
import { queueFaults } from "./queue.ts";
import { raceFaults } from "./race.ts";
import { reorgFaults } from "./reorg.ts";
import { standstillFaults } from "./standstill.ts";
import type { Fault } from "./scene.ts";

/** All that can go wrong on purpose. */
export const faults: readonly Fault[] = [
  ...processFaults,
  ...databaseFaults,
  deadlock,
  ...queueFaults,
  ...rpcFaults,
  ...chainFaults,
  ...raceFaults,
  ...reorgFaults,
  ...standstillFaults,
  ...customerFaults,
  ...hostileFaults,
];

/** @throws if there is no fault of this name */
export function faultNamed(name: string): Fault {
  const fault = faults.find((each) => each.name === name);
  if (fault) return fault;
  throw new Error(`There is no fault "${name}". There are:\n${faults.map((each) => each.name).join("\n")}`);
}
