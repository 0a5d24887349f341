import type { Figures } from "./figures.ts";
import type { LoadResult } from "./run-load.ts";
import type { SoakResult } from "./run-soak.ts";
import { medianOf } from "./verdict.ts";

export function loadLines({ traffic, outcomes, samples, atRest }: LoadResult): string[] {
  const waits = outcomes.map(({ ms }) => ms);
  const statuses = outcomes.flatMap((outcome) => outcome.statuses);
  const refusals = statuses.filter((status) => status !== 200).length;
  return [
    `${traffic.requests} requests, answered in ${traffic.medianMs} ms at the median and ${traffic.worstMs} ms at worst.`,
    `${outcomes.length} orders paid and delivered, ${seconds(medianOf(waits))} s after they were asked for at the median and ` +
      `${seconds(Math.max(0, ...waits))} s at worst; they were told to come again ${refusals} times.`,
    ...figuresLines(samples, atRest),
  ];
}

export function soakLines({ delivered, seconds: took, samples, atRest }: SoakResult): string[] {
  return [
    `${delivered} paid orders delivered in ${took.toFixed(0)} s, their placing and paying included.`,
    ...figuresLines(samples, atRest),
  ];
}

function figuresLines(samples: readonly Figures[], atRest: Figures): string[] {
  const third = (part: number) => samples[Math.floor(((samples.length - 1) * part) / 3)];
  const parts = [0, 1, 2, 3].flatMap((part) => third(part) ?? []);
  const head = ["heap MiB", "RSS MiB", "handles", "streams", "database", "locks"]
    .map((cell) => cell.padStart(9))
    .join("");
  return ["", head, ...parts.map(rowOf), `${rowOf(atRest)}  at rest`];
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

function rowOf({ heapMiB, rssMiB, handles, streams, connections, locks }: Figures): string {
  const cells = [heapMiB.toFixed(1), rssMiB.toFixed(0), handles, streams, connections, locks];
  return cells.map((cell) => String(cell).padStart(9)).join("");
}
