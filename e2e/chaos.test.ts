import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { breaks } from "./chaos/breaks/break-list.ts";
import { applyPatch } from "./chaos/breaks/breaks.ts";
import { faults } from "./chaos/faults/faults.ts";
import { makePlan } from "./chaos/plan/plan.ts";
import { failureOf } from "./chaos/report.ts";
import { openWorlds } from "./chaos/worlds.ts";

/** How often a fault may miss its moment. */
const ATTEMPTS = 3;
const SEED = 1;
const TIMEOUT_MS = 300_000;

describe("whatever fails, every order comes right by itself, and the books balance", () => {
  const worlds = openWorlds(3);
  afterAll(worlds.stop);

  test.concurrent.each(faults.map(({ name }) => name))(
    "%s",
    async (name) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const result = await worlds.run(makePlan(faults, SEED + attempt, 0, name));
        expect(result.violations.length > 0 ? failureOf(result) : "").toBe("");
        if (result.injected.includes(true)) return;
      }
      throw new Error(`The moment for it did not come in ${ATTEMPTS} runs.`);
    },
    TIMEOUT_MS,
  );

  test(
    "and it stays so",
    async () => {
      expect(await worlds.auditAll()).toEqual([]);
    },
    TIMEOUT_MS,
  );
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
