import { resolve } from "node:path";
import { z } from "zod";
import { parseLocalEnv } from "#lib/base/env.ts";
import { databaseFailure } from "#lib/local/database-failure.ts";
import { Failure } from "#lib/local/failure.ts";
import { startPostgres } from "#lib/local/postgres.ts";
import { keepParts, root, type Keep } from "#lib/local/process.ts";
import { describeMachine } from "../../e2e/bench/measure/machine.ts";
import type { Measurement, Section, Setting } from "../../e2e/bench/measure/section.ts";
import { measurements } from "../../e2e/bench/measurements.ts";
import { sectionMarkdown, writeReport } from "../../e2e/bench/report.ts";
import { runCommand, stage } from "../support/command.ts";
import { flag, readOptions, value } from "../support/options.ts";
import { buildApp } from "../support/programs.ts";

const names = measurements.map(({ name }) => name);
const options = readOptions({
  call: "npm run bench -- [options]",
  about: `Measures the project beside what people use instead, in turn and in one run. Writes bench.md and bench.json.
Uses DATABASE_URL where it is set. Sections: ${names.join(", ")}.`,
  options: {
    only: value(
      "names",
      "only these sections, separated by commas",
      z
        .string()
        .transform((text) => text.split(","))
        .pipe(z.array(z.enum(names, "must name sections that --help names, separated by commas")))
        .default(names),
    ),
    out: value("folder", "where to write; bench-results", z.string().min(1).default("bench-results")),
    quick: flag("a look at whether everything works, with too few samples to say more"),
    strict: flag("ends with 1 where a claim does not hold"),
    built: flag("takes the production build that is there"),
  },
});

await runCommand(async (keep) => {
  const { DATABASE_URL: postgresUrl = keep(await startPostgres()).url } = parseLocalEnv();
  const machine = await describeMachine(postgresUrl).catch((error: unknown) => {
    throw databaseFailure(postgresUrl, error);
  });
  if (!options.built) await stage("Production build", buildApp);
  const setting = { isQuick: options.quick, postgresUrl };
  const sections: Section[] = [];
  for (const measurement of measurements.filter(({ name }) => options.only.includes(name))) {
    const section = await stage(measurement.title, () => measure(measurement, keep, setting));
    console.log(`\n${sectionMarkdown(section)}\n`);
    sections.push(section);
    // After each, so that what was measured is there whatever becomes of the next.
    writeReport(resolve(root, options.out), { machine, isQuick: options.quick, sections });
  }
  const missed = sections.flatMap(({ claims }) => claims).filter(({ holds }) => !holds);
  console.log(`Written to ${options.out}. ${missed.length} claims do not hold.`);
  if (options.strict && missed.length > 0)
    throw new Failure("A claim does not hold. The table says which, and by how much.");
});

/** Runs one section, whose parts are gone before the next one begins. */
async function measure({ name, title, run }: Measurement, keep: Keep, setting: Setting): Promise<Section> {
  const parts = keep(keepParts(console.error));
  try {
    return { name, title, ...(await run(parts.keep, setting)) };
  } finally {
    await parts.stop();
  }
}
