import { expect, test } from "vitest";
import { capFees, raiseFees } from "./fees.ts";

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
