import { expect, test } from "vitest";
import { barsOf } from "./hours.ts";

const NOW = Date.parse("2026-01-02T10:30:00Z");

test("a day has 24 hours up to the present one, and what is not known of one is told apart", () => {
  const hours = [
    { at: "2026-01-02T10:00:00.000Z", count: 3 },
    { at: "2026-01-01T11:00:00.000Z", count: 5 },
    { at: "2026-01-01T10:00:00.000Z", count: 7 },
  ];
  const bars = barsOf(hours, NOW, (hour) => hour?.count ?? null);
  expect(bars).toHaveLength(24);
  expect(bars[0]).toEqual({ at: Date.parse("2026-01-01T11:00:00Z"), value: 5 });
  expect(bars.at(-1)).toEqual({ at: Date.parse("2026-01-02T10:00:00Z"), value: 3 });
  expect(bars.filter(({ value }) => value === null)).toHaveLength(22);
});
