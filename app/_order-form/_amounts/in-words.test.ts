import { expect, test } from "vitest";
import { amountInWords } from "./in-words.ts";

test.each([
  ["1000", "one thousand", "一千"],
  ["21000", "21 thousand", "2.1 万"],
  ["1000000", "one million", "一百万"],
  ["1000000.0", "one million", "一百万"],
  ["10000000", "ten million", "一千万"],
  ["21000000", "21 million", "两千一百万"],
  ["100000000", "100 million", "一亿"],
  ["1500000000", "1.5 billion", "十五亿"],
  ["1230000000", "1.23 billion", "12.3 亿"],
  ["1234567890", "over 1.23 billion", "超过 12.34 亿"],
  ["1000000.5", "over one million", "超过一百万"],
  ["1000001", "over one million", "超过一百万"],
  ["200000000", "200 million", "两亿"],
  ["200000", "200 thousand", "二十万"],
  ["1000000000000", "one trillion", "一万亿"],
  ["20000000000000000", "20 quadrillion", "两亿亿"],
  [`1${"0".repeat(33)}`, "one decillion", "一个 34 位数"],
  [`1${"0".repeat(36)}`, "a number of 37 digits", "一个 37 位数"],
])("%s is %j, in Chinese %j", (amount, english, chinese) => {
  expect(amountInWords(amount, "en")).toBe(english);
  expect(amountInWords(amount, "zh-CN")).toBe(chinese);
});

test.each(["0", "0.5", "1", "999", "1234", "1234.5", "1000.5", "0001"])("%s says itself", (amount) => {
  expect(amountInWords(amount, "en")).toBeNull();
  expect(amountInWords(amount, "zh-CN")).toBeNull();
});
