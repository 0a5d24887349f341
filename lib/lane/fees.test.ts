import { expect, test } from "vitest";
import { capFees, raiseFees, roundUp, withHeadroom } from "./fees.ts";

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

test("a replacement offers at least a tenth more of both fees, follows the market, and stops at the ceiling", () => {
  const former = { maxFeePerGas: 1_000n, maxPriorityFeePerGas: 5n };
  const quiet = { maxFeePerGas: 900n, maxPriorityFeePerGas: 1n };
  expect(raiseFees(former, quiet, 10_000n)).toEqual({ maxFeePerGas: 1_101n, maxPriorityFeePerGas: 6n });
  const busy = { maxFeePerGas: 4_000n, maxPriorityFeePerGas: 40n };
  expect(raiseFees(former, busy, 10_000n)).toEqual(busy);
  expect(raiseFees(former, busy, 2_000n)).toEqual({ maxFeePerGas: 2_000n, maxPriorityFeePerGas: 40n });
  expect(raiseFees(former, busy, 1_100n)).toBeNull();
});

test("a first offer is never above the ceiling, its tip included", () => {
  expect(capFees({ maxFeePerGas: 100n, maxPriorityFeePerGas: 60n }, 50n)).toEqual({
    maxFeePerGas: 50n,
    maxPriorityFeePerGas: 50n,
  });
});
