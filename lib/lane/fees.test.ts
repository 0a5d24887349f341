import { expect, test } from "vitest";
import { capFees, feesAt, raiseFees, type Fees } from "./fees.ts";

function eip1559(maxFeePerGas: bigint, maxPriorityFeePerGas: bigint): Fees {
  return { type: "eip1559", maxFeePerGas, maxPriorityFeePerGas };
}

function legacy(gasPrice: bigint): Fees {
  return { type: "legacy", gasPrice };
}

test("a replacement offers at least a tenth more of both fees, follows the market, and stops at the ceiling", () => {
  const former = eip1559(1_000n, 5n);
  expect(raiseFees(former, eip1559(900n, 1n), 10_000n)).toEqual(eip1559(1_101n, 6n));
  const busy = eip1559(4_000n, 40n);
  expect(raiseFees(former, busy, 10_000n)).toEqual(busy);
  expect(raiseFees(former, busy, 2_000n)).toEqual(eip1559(2_000n, 40n));
  expect(raiseFees(former, busy, 1_100n)).toBeNull();
});

test("without EIP-1559 the one price is raised likewise", () => {
  const former = legacy(1_000n);
  expect(raiseFees(former, legacy(900n), 10_000n)).toEqual(legacy(1_101n));
  expect(raiseFees(former, legacy(4_000n), 10_000n)).toEqual(legacy(4_000n));
  expect(raiseFees(former, legacy(4_000n), 2_000n)).toEqual(legacy(2_000n));
  expect(raiseFees(former, legacy(4_000n), 1_100n)).toBeNull();
});

test("what a chain signed before it had EIP-1559, or since it has none, is replaced by the kind it takes now", () => {
  expect(raiseFees(legacy(1_000n), eip1559(900n, 1n), 10_000n)).toEqual(eip1559(1_101n, 1_101n));
  expect(raiseFees(eip1559(1_000n, 5n), legacy(900n), 10_000n)).toEqual(legacy(1_101n));
});

test("a first offer lets the base fee double, and is never above the ceiling, its tip included", () => {
  expect(feesAt({ type: "eip1559", baseFeePerGas: 20n, maxPriorityFeePerGas: 3n }, 50n)).toEqual(
    eip1559(43n, 3n),
  );
  expect(feesAt({ type: "legacy", gasPrice: 60n }, 50n)).toEqual(legacy(50n));
  expect(capFees(eip1559(100n, 60n), 50n)).toEqual(eip1559(50n, 50n));
});
