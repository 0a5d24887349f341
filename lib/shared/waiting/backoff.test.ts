import { expect, test } from "vitest";
import { retryDelayMs } from "./backoff.ts";

const almostOne = () => 0.999_999;

test("no attempt comes before the server's Retry-After", () => {
  for (let failures = 1; failures < 20; failures++)
    expect(retryDelayMs(failures, 5_000, () => 0)).toBe(5_000);
});

test("the longest possible delay doubles, and ends at 30 seconds", () => {
  const longest = [1, 2, 3, 4, 5, 6, 50].map((failures) => retryDelayMs(failures, 0, almostOne));
  expect(longest).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect(retryDelayMs(50, 5_000, almostOne)).toBe(30_000);
});

test("a server that asks for more than 30 seconds gets them", () => {
  expect(retryDelayMs(1, 60_000, almostOne)).toBe(60_000);
});

test("clients that were refused together come back apart", () => {
  const delays = new Set(Array.from({ length: 100 }, () => retryDelayMs(5, 5_000)));
  expect(delays.size).toBeGreaterThan(90);
});
