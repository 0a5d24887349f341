import type { Claim, Findings, Row } from "./section.ts";

/** @param samples in `unit`, at least one */
export function rowOf(label: string, unit: string, samples: readonly number[]): Row {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (part: number) => quantile(sorted, part);
  return {
    label,
    unit,
    n: sorted.length,
    median: at(0.5),
    min: at(0),
    max: at(1),
    p95: at(0.95),
    p99: at(0.99),
  };
}

export function claimAtMost(what: string, measured: number, limit: number, unit = ""): Claim {
  return claim(what, measured, { target: `at most ${limit}${suffix(unit)}`, holds: measured <= limit });
}

export function claimAtLeast(what: string, measured: number, limit: number, unit = ""): Claim {
  return claim(what, measured, { target: `at least ${limit}${suffix(unit)}`, holds: measured >= limit });
}

export function median(samples: readonly number[]): number {
  return rowOf("", "", samples).median;
}

/** What several measurements of a section have found, one after the other. */
export function joined(parts: readonly Findings[]): Findings {
  return {
    rows: parts.flatMap(({ rows }) => rows),
    claims: parts.flatMap(({ claims }) => claims),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/** The same claim with why it does not hold, where it does not. */
export function orBecause(claimed: Claim, reason: string): Claim {
  return claimed.holds ? claimed : { ...claimed, reason };
}

function claim(what: string, measured: number, rest: Pick<Claim, "target" | "holds">): Claim {
  return { what, measured, ...rest, reason: null };
}

function suffix(unit: string): string {
  return unit === "" ? "" : ` ${unit}`;
}

/** The nearest rank: a value that was measured, never one between two. NaN of nothing. */
function quantile(sorted: readonly number[], part: number): number {
  const rank = Math.max(0, Math.ceil(part * sorted.length) - 1);
  return sorted[rank] ?? Number.NaN;
}
