import { chainFaults } from "./faults-chain.ts";
import { clientFaults } from "./faults-client.ts";
import { databaseFaults } from "./faults-database.ts";
import { deadlock } from "./faults-deadlock.ts";
import { processFaults } from "./faults-process.ts";
import { raceFaults } from "./faults-race.ts";
import { reorgFaults } from "./faults-reorg.ts";
import { rpcFaults } from "./faults-rpc.ts";
import type { Fault } from "./scene.ts";

/** All that can go wrong on purpose. */
export const faults: readonly Fault[] = [
  ...processFaults,
  ...databaseFaults,
  deadlock,
  ...rpcFaults,
  ...chainFaults,
  ...raceFaults,
  ...reorgFaults,
  ...clientFaults,
];

/** @throws if there is no fault of this name */
export function faultNamed(name: string): Fault {
  const fault = faults.find((each) => each.name === name);
  if (fault) return fault;
  throw new Error(`There is no fault "${name}". There are:\n${faults.map((each) => each.name).join("\n")}`);
}
