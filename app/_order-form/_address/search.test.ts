import { getContractAddress, keccak256, type Hex } from "viem";
import { expect, test } from "vitest";
import { expectedTries, isPattern, searchSalt, type AddressPattern } from "./search.ts";

const initcode: Hex = "0x600160025500";
const checkout = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const base = { checkout, initcodeHash: keccak256(initcode) } as const;

function addressOf(salt: Hex): string {
  return getContractAddress({ opcode: "CREATE2", from: checkout, salt, bytecode: initcode }).toLowerCase();
}

function search(pattern: AddressPattern, first: Hex = `0x${"5a".repeat(32)}`): Hex | null {
  return searchSalt({ ...base, first, pattern }, 0, 40 * expectedTries(pattern));
}

test.each<AddressPattern>([
  { begins: "a", ends: "" },
  { begins: "00", ends: "" },
  { begins: "", ends: "f7" },
  { begins: "C", ends: "e" },
  { begins: "b0", ends: "0" },
])("the salt that is found for %j makes such an address", (pattern) => {
  const salt = search(pattern);
  expect(salt).toMatch(/^0x[0-9a-f]{64}$/);
  const address = addressOf(salt ?? "0x");
  expect(address.slice(2).startsWith(pattern.begins.toLowerCase())).toBe(true);
  expect(address.endsWith(pattern.ends.toLowerCase())).toBe(true);
});

test("every salt is another one, and where one stretch ends the next goes on", () => {
  const pattern = { begins: "7", ends: "" };
  const whole = search(pattern);
  let from = 0;
  let found: Hex | null = null;
  while (found === null) found = searchSalt({ ...base, first: `0x${"5a".repeat(32)}`, pattern }, from++, 1);
  expect(found).toBe(whole);
  expect(from).toBeGreaterThan(1);
});

test("a salt at the end of its numbers goes on at their beginning", () => {
  expect(search({ begins: "1", ends: "" }, `0x${"ff".repeat(32)}`)).not.toBeNull();
});

test.each([
  [{ begins: "c0ffe", ends: "" }, true],
  [{ begins: "c0f", ends: "fe" }, true],
  [{ begins: "", ends: "" }, false],
  [{ begins: "c0f", ends: "fee" }, false],
  [{ begins: "xyz", ends: "" }, false],
  [{ begins: "0x", ends: "" }, false],
])("%j can be searched for: %s", (pattern, is) => {
  expect(isPattern(pattern)).toBe(is);
});
