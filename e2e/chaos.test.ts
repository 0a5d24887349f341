import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { breaks } from "./chaos/breaks/break-list.ts";
import { applyPatch } from "./chaos/breaks/breaks.ts";
import { faults } from "./chaos/faults/faults.ts";
import { makePlan, type Setting } from "./chaos/plan/plan.ts";
import { shareOut } from "./chaos/plan/share-out.ts";
import { failureOf } from "./chaos/report.ts";
import { openWorlds } from "./chaos/worlds.ts";
import { isThere } from "./support/is-there.ts";

/** How often a fault may miss its moment. */
const ATTEMPTS = 3;
const SEED = 1;
const TIMEOUT_MS = 300_000;

const oneByOne = { concurrent: false, timeout: TIMEOUT_MS };

const hasRedis = isThere("redis-server");
/** A world each, whose servers are never configured anew: that takes longer than many a run. */
const settings: Setting[] = [
  { strategy: "global", confirmations: 1, rateLimit: 300 },
  { strategy: hasRedis ? "redis queue" : "postgres queue", confirmations: 3, rateLimit: 0 },
  { strategy: "postgres queue", confirmations: 1, rateLimit: 300 },
];
const possible = faults.filter(({ needs }) => hasRedis || needs?.setting?.strategy !== "redis queue");
const shares = shareOut(possible, settings).map(({ setting, names }) => ({
  setting,
  names,
  strategy: setting.strategy,
}));

describe.concurrent.each(shares)(
  "whatever fails with the strategy $strategy, every order comes right by itself, and the books balance",
  ({ setting, names }) => {
    const worlds = openWorlds(1);
    afterAll(worlds.stop);

    test.each(names)("%s", oneByOne, async (name) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const result = await worlds.run({ ...makePlan(faults, SEED + attempt, 0, name), setting });
        expect(result.violations.length > 0 ? failureOf(result) : "").toBe("");
        if (result.injected.includes(true)) return;
      }
      throw new Error(`The moment for it did not come in ${ATTEMPTS} runs.`);
    });

    test("and it stays so", oneByOne, async () => {
      expect(await worlds.auditAll()).toEqual([]);
    });
  },
);

test("every fault is tried under a setting that it can happen with", () => {
  const shared = shares.flatMap(({ names }) => names);
  expect(shared.toSorted()).toEqual(possible.map(({ name }) => name).toSorted());
});

test("the same seed gives the same plan", () => {
  for (const run of [0, 1, 2]) {
    expect(makePlan(faults, 7, run)).toEqual(makePlan(faults, 7, run));
    expect(makePlan(faults, 7, run)).not.toEqual(makePlan(faults, 8, run));
  }
});

test("over as many runs as there are faults, each comes first once", () => {
  const first = faults.map((_, run) => makePlan(faults, 7, run).faults[0]?.name);
  expect(new Set(first)).toEqual(new Set(faults.map(({ name }) => name)));
});

test.each(breaks)("the patch $name still applies", async (broken) => {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const place = { folder, signal: AbortSignal.timeout(TIMEOUT_MS) };
  await expect(applyPatch(place, broken, ["--check"])).resolves.toBeUndefined();
});
