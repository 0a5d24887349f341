import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inTurn } from "./bench/measure/in-turn.ts";
import { claimAtLeast, claimAtMost, rowOf } from "./bench/measure/rows.ts";
import { runScript } from "./support/run-program.ts";

/** Those that are over in seconds. */
const names = ["lock", "refusal", "gas"];

test("a quick run writes a table and the figures", { timeout: 150_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "coinwright-bench-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { code, stderr } = await runScript(
    "measure/bench.ts",
    ["--quick", "--built", "--out", folder, "--only", names.join()],
    {},
    120_000,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });

  const report = JSON.parse(readFileSync(join(folder, "bench.json"), "utf8"));
  const table = readFileSync(join(folder, "bench.md"), "utf8");
  expect(report.sections.map(({ name }: { name: string }) => name)).toEqual(names);
  for (const { title, rows } of report.sections) {
    expect(table).toContain(`## ${title} `);
    expect(rows.length).toBeGreaterThan(0);
    for (const { median, n } of rows) expect([median, n]).toEqual([expect.any(Number), expect.any(Number)]);
  }
});

test("what is compared takes turns, and who begins a round ends the next", async () => {
  const order: string[] = [];
  const note = (name: string) => async (round: number) => {
    order.push(name);
    return round;
  };
  expect(await inTurn(2, { a: note("a"), b: note("b") })).toEqual({ a: [0, 1], b: [0, 1] });
  expect(order).toEqual(["a", "b", "b", "a"]);
});

test("of samples their nearest ranks are told", () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(rowOf("hundred", "ms", samples)).toEqual({
    label: "hundred",
    unit: "ms",
    n: 100,
    median: 50,
    min: 1,
    max: 100,
    p95: 95,
    p99: 99,
  });
});

test("a claim holds up to its limit, and not beyond", () => {
  expect([1.5, 1.51].map((value) => claimAtMost("", value, 1.5).holds)).toEqual([true, false]);
  expect([0.9, 0.89].map((value) => claimAtLeast("", value, 0.9).holds)).toEqual([true, false]);
  expect(claimAtMost("", Number.NaN, 1).holds).toBe(false);
});
