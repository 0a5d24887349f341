import { inTurn } from "../../measure/in-turn.ts";
import { claimAtLeast, claimAtMost, rowOf } from "../../measure/rows.ts";
import type { Measurement } from "../../measure/section.ts";
import { describe, queued } from "./contenders.ts";
import { runContender } from "./run-contender.ts";

const GAS_LIMIT = 60_000_000;
const contender = queued("postgres", 1, 1);

/** Whether it matters how many orders wait. */
export const backlog: Measurement = {
  name: "backlog",
  title: "From 100 to 5,000 waiting orders",
  run: async (keep, setting) => {
    const sizes = setting.isQuick ? [2, 4] : [100, 1_000, 5_000];
    const works = Object.fromEntries(
      sizes.map((orders) => [orders, () => runContender(keep, setting, { ...contender, orders }, GAS_LIMIT)]),
    );
    const outcomes = await inTurn(1, works);
    const rates = (size: number) => outcomes[size]?.map(({ tokensPerSecond }) => tokensPerSecond) ?? [];
    const memories = (size: number) => outcomes[size]?.flatMap(({ memory }) => memory ?? []) ?? [];
    const peaks = (size: number) => memories(size).flatMap(({ peakMiB }) => peakMiB ?? []);
    const heaps = (size: number) => memories(size).map(({ heapMiB }) => heapMiB);
    const [middle = 0, most = 0] = sizes.slice(-2);
    return {
      rows: sizes.flatMap((size) => [
        rowOf(`${size} waiting`, "tokens/s", rates(size)),
        rowOf(`${size} waiting, most memory`, "MiB", peaks(size)),
        rowOf(`${size} waiting, heap in use at the end`, "MiB", heaps(size)),
      ]),
      claims: [
        claimAtLeast(`the rate with ${most} by that with ${middle}`, ratio(rates(most), rates(middle)), 0.9),
        claimAtMost(
          `the most memory with ${most} by that with ${middle}`,
          ratio(peaks(most), peaks(middle)),
          1.25,
        ),
        claimAtMost(
          `the heap in use at the end with ${most} by that with ${middle}`,
          ratio(heaps(most), heaps(middle)),
          1.25,
        ),
      ],
      notes: [`${describe(contender)}, blocks of ${GAS_LIMIT / 1_000_000} M gas, one a second.`],
    };
  },
};

function ratio([one]: number[], [other]: number[]): number {
  return (one ?? Number.NaN) / (other ?? Number.NaN);
}
