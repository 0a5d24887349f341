import { expect, test } from "vitest";
import { roundUp, withHeadroom } from "./quote.ts";

test("a price keeps four digits and never becomes less", () => {
  expect(roundUp(0n)).toBe(0n);
  expect(roundUp(7n)).toBe(7n);
  expect(roundUp(9_999n)).toBe(9_999n);
  expect(roundUp(10_001n)).toBe(10_010n);
  expect(roundUp(99_999n)).toBe(100_000n);
  expect(roundUp(1_234_567_890_123_456n)).toBe(1_235_000_000_000_000n);
});

test("head-room is half of the cost", () => {
  expect(withHeadroom(1_000n)).toBe(1_500n);
});
