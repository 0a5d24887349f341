import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./measure/machine.ts";
import type { Claim, Row, Section } from "./measure/section.ts";

export type Report = { machine: Machine; isQuick: boolean; sections: Section[] };

/** Writes `bench.md` and `bench.json` into a folder, which is made where it is missing. @returns their paths */
export function writeReport(folder: string, report: Report): { table: string; data: string } {
  mkdirSync(folder, { recursive: true });
  const [table, data] = [join(folder, "bench.md"), join(folder, "bench.json")];
  writeFileSync(table, `${markdownOf(report)}\n`);
  writeFileSync(data, `${JSON.stringify(report, null, 2)}\n`);
  return { table, data };
}

function markdownOf({ machine, isQuick, sections }: Report): string {
  const { at, commit, cores, processor, memoryGiB, ...versions } = machine;
  const on = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    "# What was measured",
    `${at}${commit ? `, commit ${commit}` : ""}. ${cores} cores (${processor}), ${memoryGiB} GiB; ${on.join(", ")}.`,
    ...(isQuick ? ["A quick run: these figures only show that the bench works."] : []),
    ...sections.map(sectionMarkdown),
  ].join("\n\n");
}

/** A section's rows, claims and notes, as tables of Markdown. */
export function sectionMarkdown({ name, title, rows, claims, notes }: Section): string {
  return [
    `## ${title} (\`${name}\`)`,
    tableOf(["measured", "unit", "n", "median", "min", "max", "p95", "p99"], rows.map(cellsOfRow)),
    ...(claims.length > 0
      ? [tableOf(["claim", "target", "measured", "holds", "reason"], claims.map(cellsOfClaim))]
      : []),
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join("\n")] : []),
  ].join("\n\n");
}

function cellsOfRow({ label, unit, n, ...figures }: Row): string[] {
  const { median, min, max, p95, p99 } = figures;
  return [label, unit, String(n), ...[median, min, max, p95, p99].map(shown)];
}

function cellsOfClaim({ what, target, measured, holds, reason }: Claim): string[] {
  return [what, target, shown(measured), holds ? "yes" : "**no**", reason ?? ""];
}

/** Three digits that say something; whole numbers as they are. */
function shown(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}

/** A rule of Markdown has three dashes. */
const LEAST_WIDTH = 3;

function tableOf(head: string[], lines: string[][]): string {
  const widths = head.map((name, column) =>
    Math.max(LEAST_WIDTH, name.length, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const isText = (column: number) => lines.every((cells) => !/^-?[\d,.]+$/.test(cells[column] ?? ""));
  const row = (cells: string[]) =>
    `| ${cells
      .map((cell, column) =>
        isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join(" | ")} |`;
  const rule = widths.map((width, column) =>
    isText(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [row(head), row(rule), ...lines.map(row)].join("\n");
}
