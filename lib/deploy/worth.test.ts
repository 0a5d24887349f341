import { expect, test } from "vitest";
import { worthOf } from "./worth.ts";

const effort = { gas: 1_000n, l1Wei: 0n };

test.each([
  { what: "costs what was paid", networkWei: 10_000n, price: 10n, factor: 3, most: 30n, isWorthIt: true },
  { what: "costs just the factor", networkWei: 10_000n, price: 30n, factor: 3, most: 30n, isWorthIt: true },
  { what: "costs more", networkWei: 10_000n, price: 31n, factor: 3, most: 30n, isWorthIt: false },
  { what: "has a factor of parts", networkWei: 10_000n, price: 15n, factor: 1.5, most: 15n, isWorthIt: true },
  { what: "may make no loss", networkWei: 10_000n, price: 11n, factor: 1, most: 10n, isWorthIt: false },
  { what: "was free", networkWei: 0n, price: 10n ** 12n, factor: 3, most: null, isWorthIt: true },
])("an order that $what", ({ networkWei, price, factor, most, isWorthIt }) => {
  const worth = worthOf({ networkWei }, effort, price, factor);
  expect(worth).toEqual({ costWei: price * effort.gas, mostPerGas: most, isWorthIt });
});

test("data on the chain below is part of the cost, and can be more than an order is worth by itself", () => {
  const order = { networkWei: 10_000n };
  expect(worthOf(order, { gas: 1_000n, l1Wei: 20_000n }, 10n, 3)).toEqual({
    costWei: 30_000n,
    mostPerGas: 10n,
    isWorthIt: true,
  });
  expect(worthOf(order, { gas: 1_000n, l1Wei: 20_001n }, 10n, 3)).toMatchObject({ isWorthIt: false });
  expect(worthOf(order, { gas: 1_000n, l1Wei: 40_000n }, 0n, 3)).toEqual({
    costWei: 40_000n,
    mostPerGas: 0n,
    isWorthIt: false,
  });
});
