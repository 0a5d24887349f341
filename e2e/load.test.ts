import { expect, inject, onTestFinished, test } from "vitest";
import { keepParts, type Keep } from "#lib/local/process.ts";
import { runLoad } from "./load/run-load.ts";
import { runSoak } from "./load/run-soak.ts";

/** `npm run load`, for as long as shows that everything works; what grows slowly it can't see. */

function parts(): Keep {
  const kept = keepParts(console.error);
  onTestFinished(() => kept.stop());
  return kept.keep;
}

test("under everything at once, nothing is answered that is not documented, and all that is paid is delivered", async () => {
  const { wrong, outcomes, traffic } = await runLoad(parts(), inject("postgresUrl"), {
    seconds: 10,
    rate: 20,
    everyMs: 1_000,
  });
  expect(wrong).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(2);
  expect(traffic.requests).toBeGreaterThan(20);
});

test("many paid orders, one round after the other, leave nothing behind in the server", async () => {
  const { wrong, delivered } = await runSoak(parts(), inject("postgresUrl"), 60);
  expect(wrong).toEqual([]);
  expect(delivered).toBe(60);
});
