import type { Browser } from "@playwright/test";
import { auditPage, categories, type Audit, type Scores } from "./audit.ts";
import { measureSize, type PageSize } from "./page-size.ts";

/** @param limit the most bytes of scripts */
type Target = { name: string; url: string; limit: number };

/** @param port where the browser listens for the DevTools protocol */
type Means = { browser: Browser; port: number; slowdown: number; runs: number };

/** What was measured of a page, and a sentence for each limit that it has missed. */
export type Measured = { name: string; size: PageSize; scores: Scores; machine: number; misses: string[] };

/** Of 100, in each of Lighthouse's categories. */
const LEAST_SCORE = 95;

export async function measurePage(
  { browser, port, slowdown, runs }: Means,
  { name, url, limit }: Target,
): Promise<Measured> {
  const context = await browser.newContext();
  const size = await measureSize(await context.newPage(), url);
  await context.close();
  const audits: Audit[] = [];
  while (audits.length < runs) audits.push(await auditPage(url, { port, slowdown }));
  const medianOf = (category: keyof Scores) => median(audits.map(({ scores }) => scores[category]));
  const scores: Scores = {
    performance: medianOf("performance"),
    accessibility: medianOf("accessibility"),
    "best-practices": medianOf("best-practices"),
    seo: medianOf("seo"),
  };
  const low = categories.filter((category) => scores[category] < LEAST_SCORE);
  const reasons = [...new Set(audits.flatMap(({ missed }) => missed))].join("; ");
  const misses = [
    ...(size.scripts > limit ? [`${name}: ${kB(size.scripts)} of scripts, ${kB(limit)} at most`] : []),
    ...low.map((category) => `${name}: ${category} ${scores[category]}, ${LEAST_SCORE} at least. ${reasons}`),
  ];
  return { name, size, scores, machine: median(audits.map(({ machine }) => machine)), misses };
}

/** The figures as a table for people. */
export function pageTable(pages: readonly Measured[]): string {
  const head = ["page", "scripts", "styles", "fonts", ...categories, "machine"];
  const rows = pages.map(({ name, size, scores, machine }) => [
    name,
    ...[size.scripts, size.styles, size.fonts].map(kB),
    ...categories.map((category) => String(scores[category])),
    String(machine),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) => row.map((cell, column) => cell.padEnd((widths[column] ?? 0) + 2)).join(""))
    .join("\n");
}

function kB(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
