import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import en from "#app/_words/en.json" with { type: "json" };
import type { Order } from "#lib/shared/order.ts";
import { ordersBefore, turnNote, turnWords } from "./queue-words.ts";

function before(order: Partial<Order>): number | null {
  return ordersBefore({ status: "paid", step: null, position: 3, ...order });
}

test("who waits in the queue is told how many come before", () => {
  expect(before({})).toBe(2);
  expect(before({ position: 1 })).toBe(0);
  expect(before({ status: "awaiting_payment" })).toBe(2);
  expect(before({ status: "failed" })).toBe(2);
  expect(before({ step: "answering" })).toBe(2);
});

test("whose turn has come, or who is in no queue, is told nothing of it", () => {
  expect(before({ position: null })).toBeNull();
  expect(before({ step: "locked" })).toBeNull();
  expect(before({ status: "submitted" })).toBeNull();
  expect(before({ status: "deployed" })).toBeNull();
  expect(before({ status: "refunded" })).toBeNull();
});

test("the words know one from many, and how far is counted", () => {
  const words = createTranslator({ locale: "en", messages: en, namespace: "queue" });
  expect([0, 1, 2, 1_500, 9_999].map((count) => turnWords(words, count))).toEqual([
    "Yours is next",
    "1 order is before yours",
    "2 orders are before yours",
    "1,500 orders are before yours",
    "9,999 orders or more are before yours",
  ]);
  expect([0, 1, 2].map((count) => turnNote(words, count))).toEqual([
    "next in the queue",
    "1 order before it",
    "2 orders before it",
  ]);
});
