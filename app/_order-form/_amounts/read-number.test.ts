import { expect, test } from "vitest";
import { amountOf, optionalAmountOf, showAmount, showNumber, wholeNumberOf } from "./read-number.ts";

test.each([
  ["1,000,000", "1000000", "1,000,000"],
  ["1 000 000.5", "1000000.5", "1,000,000.5"],
  ["1_000_000", "1000000", "1,000,000"],
  [" 0005 ", "5", "5"],
  ["１，０００．５", "1000.5", "1,000.5"],
  ["1,5", "1,5", "1,5"],
  ["0x12", "0x12", "0x12"],
  ["", "", ""],
  ["  ", "", ""],
])("of an amount %j the form holds %j and shows %j", (text, amount, shown) => {
  expect(amountOf(text)).toBe(amount);
  expect(showAmount(amount)).toBe(shown);
  expect(optionalAmountOf(text)).toBe(amount === "" ? null : amount);
});

test.each([
  ["0", 0],
  ["18", 18],
  [" 18 ", 18],
  ["08", 8],
  ["１８", 18],
  ["19", 19],
])("%j decimals are %i", (text, count) => {
  expect(wholeNumberOf(text)).toBe(count);
  expect(showNumber(count)).toBe(String(count));
});

test.each(["", " ", "0x12", "1e1", "0b11", "0o7", "-0", "-1", "+5", "1.0", "１．０", "٣", "1 8", "Infinity"])(
  "%j is no number of decimals",
  (text) => {
    expect(wholeNumberOf(text)).toBeNaN();
    expect(showNumber(wholeNumberOf(text))).toBe("");
  },
);
