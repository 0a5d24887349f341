import type { Keep } from "#lib/local/process.ts";

/** How a run of the bench is done. */
export type Setting = {
  /** As few and as short measurements as show that everything works; what they say is not to be quoted. */
  isQuick: boolean;
  /** A PostgreSQL server, on which each section makes databases of its own. */
  postgresUrl: string;
};

/** One thing that was measured, over and over: `n` samples in `unit`. */
export type Row = {
  label: string;
  unit: string;
  n: number;
  median: number;
  min: number;
  max: number;
  p95: number;
  p99: number;
};

/** What was to be shown, such as `at most 2`, and what was measured in the same run. */
export type Claim = {
  what: string;
  target: string;
  measured: number;
  holds: boolean;
  /** Why it does not hold, where that is known; null where it holds, or nobody has said. */
  reason: string | null;
};

/** What a section has found. A note is a sentence on how it was measured, or on what no row can say. */
export type Findings = { rows: Row[]; claims: Claim[]; notes: string[] };

export type Section = { name: string; title: string } & Findings;

/** A part of the bench that can be run alone. Every comparison in it is interleaved: each takes its turn. */
export type Measurement = {
  name: string;
  title: string;
  run: (keep: Keep, setting: Setting) => Promise<Findings>;
};
