import { expect, test } from "vitest";
import { inFiat, RATE_HOLDS_MS } from "./fiat.ts";

const now = Date.parse("2026-01-01T12:00:00Z");
const at = (agoMs: number) => new Date(now - agoMs).toISOString();

test.each([
  ["10000000000000000", null, 30],
  ["0", null, 0],
  ["1000000000000000000", null, 3000],
  ["10000000000000000", at(0), 30],
  ["10000000000000000", at(RATE_HOLDS_MS), 30],
  ["10000000000000000", at(RATE_HOLDS_MS + 1), null],
])("%s wei at a rate of 3000, read at %s: %s", (wei, readAt, amount) => {
  expect(inFiat(wei, { perCoin: 3_000, currency: "USD", readAt }, now)).toBe(amount);
});
