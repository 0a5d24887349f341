import { expect, inject, onTestFinished, test } from "vitest";
import { keepParts } from "#lib/local/process.ts";
import { openArchive } from "./bench/sections/list/archive.ts";
import { sweepArchive } from "./bench/sections/list/sweep-reads.ts";

const SWEEPS = 3;

test("a sweep reads no more than what is unfinished, however many orders there are", async () => {
  const parts = keepParts(console.error);
  onTestFinished(() => parts.stop());
  const archive = await openArchive(parts.keep, inject("postgresUrl"), 20_000);
  const { wholeTables, rows } = await sweepArchive(archive, SWEEPS);
  expect(wholeTables).toBe(0);
  // Those that are held are looked at, in case that gas has fallen.
  expect(rows / SWEEPS).toBeLessThan(300);
});
