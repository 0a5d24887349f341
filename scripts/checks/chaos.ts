import { z } from "zod";
import { Failure } from "#lib/local/failure.ts";
import type { Keep } from "#lib/local/process.ts";
import { isNoticed, rowOf, tryBreaks } from "../../e2e/chaos/breaks/breaks.ts";
import { faults } from "../../e2e/chaos/faults/faults.ts";
import { makePlan } from "../../e2e/chaos/plan/plan.ts";
import { answersOf, failureOf, tableOf } from "../../e2e/chaos/report.ts";
import type { RunResult } from "../../e2e/chaos/run.ts";
import { openWorlds } from "../../e2e/chaos/worlds.ts";
import { runCommand, stage } from "../support/command.ts";
import { flag, readOptions, value, wholeNumber } from "../support/options.ts";
import { buildApp } from "../support/programs.ts";

const names = faults.map(({ name }) => name);
const options = readOptions({
  call: "npm run chaos -- [options]",
  about: `Breaks things on purpose while people order tokens, and checks that everything comes right. The same seed
injects the same faults.`,
  options: {
    runs: value("number", "how many runs; 50", wholeNumber(1).default(50)),
    seed: value("number", "what decides the faults; 1", wholeNumber(0).default(1)),
    first: value("number", "the run to begin with; 0", wholeNumber(0).default(0)),
    worlds: value("number", "how many runs go on at once; 3", wholeNumber(1).default(3)),
    fault: value("name", "only this fault", z.enum(names, "must be one that --list names").optional()),
    list: flag("names the faults"),
    built: flag("takes the production build that is there"),
    breaks: flag("breaks the product itself instead, and checks that this is noticed"),
  },
});

if (options.list) console.log(names.join("\n"));
else await runCommand(options.breaks ? checkBreaks : injectFaults);

async function injectFaults(keep: Keep): Promise<void> {
  const { runs, first, seed, fault } = options;
  const startedAt = performance.now();
  if (!options.built) await stage("Production build", buildApp);
  const worlds = keep(openWorlds(options.worlds));
  const results = await Promise.all(
    Array.from({ length: runs }, async (_, index) => {
      const result = await worlds.run(makePlan(faults, seed, first + index, fault));
      console.log(lineOf(result));
      return result;
    }),
  );
  const late = await worlds.auditAll();
  const failed = results.filter(({ violations }) => violations.length > 0);
  for (const result of failed) console.log(failureOf(result));
  for (const violation of late) console.log(`Not right any more: ${violation}`);
  console.log(`\n${tableOf(fault ? [fault] : names, results)}`);
  console.log(`\nAnswers: ${answersOf(results.flatMap(({ statuses }) => statuses))}`);
  const hostile = answersOf(results.flatMap(({ hostileStatuses }) => hostileStatuses));
  if (hostile) console.log(`To attackers: ${hostile}`);
  const minutes = (performance.now() - startedAt) / 60_000;
  console.log(`\n${runs} runs of seed ${seed} in ${minutes.toFixed(1)} minutes, ${failed.length} failed.`);
  if (failed.length + late.length > 0)
    throw new Failure(
      "The promise was broken, as it says above. Repeat run 45 alone with: --first 45 --runs 1",
    );
}

async function checkBreaks(keep: Keep): Promise<void> {
  const ended = new AbortController();
  const trying = tryBreaks(ended.signal, (verdict) => console.log(rowOf(verdict)));
  keep({
    stop: async () => {
      ended.abort();
      await trying.catch(() => undefined);
    },
  });
  if (!(await trying).every(isNoticed))
    throw new Failure("The harness does not notice every break. Mend the harness, or the break's patch.");
}

function lineOf({ plan, injected, orders, restMs, tookMs, violations }: RunResult): string {
  const what = plan.faults.map(({ name }, index) => (injected[index] ? name : `(${name})`)).join(" + ");
  const times = `${(tookMs / 1_000).toFixed(1)} s, at rest after ${(restMs / 1_000).toFixed(1)} s`;
  return `${String(plan.run).padStart(4)}  ${violations.length > 0 ? "WRONG" : "ok   "}  ${orders} orders, ${times}: ${what}`;
}
