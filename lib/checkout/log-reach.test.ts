import { expect, test } from "vitest";
import { grown, shrunk, unknownReach, type Reach } from "./log-reach.ts";

test.each([1n, 3n, 5n, 10n, 500n, 2_000n, 9_999n, 10_000n])(
  "a node that takes %d blocks is asked for that many within a few calls, and then is",
  (limit) => {
    let reach = unknownReach;
    let calls = 0;
    for (; reach.blocks !== limit && calls < 30; calls += 1) reach = ask(reach, limit, 0);
    expect(calls).toBeLessThan(30);
    for (let more = 0; more < 20; more += 1) {
      reach = ask(reach, limit, 0);
      expect(reach.blocks).toBeGreaterThanOrEqual(limit);
      expect(reach.blocks).toBeLessThanOrEqual(limit + 1n);
    }
    expect(ask(reach, limit, 0).blocks).toBe(limit);
  },
);

test("a limit that is gone is noticed after a while", () => {
  let reach = unknownReach;
  for (let call = 0; call < 30; call += 1) reach = ask(reach, 5n, 0);
  for (let call = 0; call < 30; call += 1) reach = ask(reach, 10_000n, 600_001);
  expect(reach.blocks).toBe(10_000n);
});

test("a node that fails is asked for less, and for as much as before once it is well", () => {
  let reach = unknownReach;
  for (let call = 0; call < 20; call += 1) reach = shrunk(reach, reach.blocks, false, 0);
  expect(reach.blocks).toBe(1n);
  for (let call = 0; call < 14; call += 1) reach = ask(reach, 10_000n, 0);
  expect(reach.blocks).toBe(10_000n);
});

test("a short range says nothing of longer ones", () => {
  expect(grown(unknownReach, 3n, 0)).toEqual({ ...unknownReach, taken: 3n });
});

function ask(reach: Reach, limit: bigint, nowMs: number): Reach {
  return reach.blocks <= limit ? grown(reach, reach.blocks, nowMs) : shrunk(reach, reach.blocks, true, nowMs);
}
