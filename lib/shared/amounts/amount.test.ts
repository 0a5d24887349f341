import { expect, test } from "vitest";
import { readAmount } from "./amount.ts";

test.each([
  ["1000000", "1000000"],
  ["1,000,000", "1000000"],
  ["1 000 000", "1000000"],
  ["1\u00A0000\u00A0000", "1000000"],
  ["1\u202F000\u202F000.25", "1000000.25"],
  ["1_000_000", "1000000"],
  ["1'000'000", "1000000"],
  ["  42 ", "42"],
  ["0.5", "0.5"],
  ["0005", "5"],
  ["000", "0"],
  ["00.10", "0.10"],
  ["12,345.6", "12345.6"],
  ["１，０００", "1000"],
  ["１２，３４５．６", "12345.6"],
  ["1，000，000", "1000000"],
  ["１＿０００", "1000"],
  ["１\u3000０００", "1000"],
  ["２１０００", "21000"],
])("%j is %s", (text, amount) => {
  expect(readAmount(text)).toBe(amount);
});

test.each([
  "",
  " ",
  "1,5",
  "1,00,000",
  "1,000 000",
  "1.000.000",
  "1e6",
  "0x12",
  "-1",
  "+1",
  ".5",
  "5.",
  "1,000,",
  "一百",
  "٣",
  "１，５",
  "－１",
  "１ｅ６",
  "1²",
  "①",
  "1。5",
])("%j is no amount", (text) => {
  expect(readAmount(text)).toBeNull();
});

test("a long text takes no time", () => {
  const start = performance.now();
  expect(readAmount(`${"1,000".repeat(20_000)}x`)).toBeNull();
  expect(performance.now() - start).toBeLessThan(200);
});
