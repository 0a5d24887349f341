import type { RunResult } from "./run.ts";

const COLUMNS = ["fault", "injected", "of", "orders", "violations", "median s", "worst s", "wait s"] as const;

/**
 * One line for each fault: how often it struck, how long everything took to come right after it was healed, and the
 * longest that anybody waited from their payment to their token.
 */
export function tableOf(faults: readonly string[], results: RunResult[]): string {
  const lines = faults.map((name) => lineOf(name, results));
  const all = results.map(({ restMs }) => restMs);
  const count = (of: (result: RunResult) => number) => sum(results.map(of));
  const total = [
    "all runs",
    count(({ injected }) => injected.filter(Boolean).length),
    count(({ injected }) => injected.length),
    count(({ orders }) => orders),
    count(({ violations }) => violations.length),
    ...seconds(all),
    longest(results),
  ];
  return [[...COLUMNS], ...lines, total].map(toRow).join("\n");
}

function lineOf(name: string, results: RunResult[]): (string | number)[] {
  const planned = results.filter(({ plan }) => plan.faults.some((fault) => fault.name === name));
  const struck = planned.filter(({ plan, injected }) =>
    plan.faults.some((fault, index) => fault.name === name && injected[index]),
  );
  return [
    name,
    struck.length,
    planned.length,
    sum(struck.map(({ orders }) => orders)),
    sum(struck.map(({ violations }) => violations.length)),
    ...seconds(struck.map(({ restMs }) => restMs)),
    longest(struck),
  ];
}

function seconds(durationsMs: number[]): [string, string] {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return [inSeconds(sorted[Math.floor(sorted.length / 2)]), inSeconds(sorted.at(-1))];
}

function longest(results: RunResult[]): string {
  return inSeconds(results.length > 0 ? Math.max(...results.map(({ waitMs }) => waitMs)) : undefined);
}

function inSeconds(ms: number | undefined): string {
  return ms === undefined ? "-" : (ms / 1_000).toFixed(1);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function toRow(cells: (string | number)[]): string {
  return cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(44) : String(cell).padStart(11)))
    .join("");
}

/** How often which status was answered; 0 where no answer came. */
export function answersOf(statuses: number[]): string {
  const counts = new Map<number, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} of ${status}`).join(", ");
}

/** Everything that is needed to understand a run that went wrong, and to repeat it. */
export function failureOf({ plan, injected, violations, statuses, logs }: RunResult): string {
  return [
    `\nRun ${plan.run} of seed ${plan.seed} broke the promise:`,
    ...violations.map((violation) => `  - ${violation}`),
    `Injected: ${plan.faults.map(({ name }, index) => `${name} (${injected[index] ? "yes" : "no"})`).join(", ")}`,
    `Answers: ${statuses.join(" ")}`,
    `Plan: ${JSON.stringify(plan)}`,
    logs,
  ].join("\n");
}
