import { parseArgs } from "node:util";
import { isNoticed, rowOf, tryBreaks } from "../e2e/chaos/breaks/breaks.ts";
import { faultNamed, faults } from "../e2e/chaos/faults/faults.ts";
import { makePlan } from "../e2e/chaos/plan/plan.ts";
import { answersOf, failureOf, tableOf } from "../e2e/chaos/report.ts";
import type { RunResult } from "../e2e/chaos/run.ts";
import { openWorlds } from "../e2e/chaos/worlds.ts";
import { runNode, stage } from "./stages.ts";

/**
 * Breaks things on purpose while people order tokens, and checks that everything comes right:
 * `npm run chaos -- --runs 200 --seed 1 [--fault name] [--worlds 3]`. The same seed injects the same faults. `--list`
 * names them, `--first 45 --runs 1` repeats one run, `--built` takes the production build that is there.
 * `--breaks` breaks the product itself instead, and checks that this is noticed.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "50" },
    first: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    worlds: { type: "string", default: "3" },
    fault: { type: "string" },
    list: { type: "boolean", default: false },
    built: { type: "boolean", default: false },
    breaks: { type: "boolean", default: false },
  },
});
if (values.list) {
  console.log(faults.map(({ name }) => name).join("\n"));
  process.exit(0);
}
if (values.breaks) process.exit(await checkBreaks());
const only = values.fault === undefined ? undefined : faultNamed(values.fault).name;
const [runs, first, seed] = [Number(values.runs), Number(values.first), Number(values.seed)];
const startedAt = performance.now();

if (!values.built)
  await stage("Production build", () => runNode(["node_modules/next/dist/bin/next", "build"]));
const worlds = openWorlds(Number(values.worlds));
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void worlds.stop().then(() => process.exit(130)));

const results = await Promise.all(
  Array.from({ length: runs }, async (_, index) => {
    const result = await worlds.run(makePlan(faults, seed, first + index, only));
    console.log(lineOf(result));
    return result;
  }),
);
const late = await worlds.auditAll();
await worlds.stop();

const failed = results.filter(({ violations }) => violations.length > 0);
for (const result of failed) console.log(failureOf(result));
for (const violation of late) console.log(`Not right any more: ${violation}`);
const names = only === undefined ? faults.map(({ name }) => name) : [only];
console.log(`\n${tableOf(names, results)}\n\nAnswers: ${answersOf(results)}`);
const minutes = (performance.now() - startedAt) / 60_000;
console.log(`\n${runs} runs of seed ${seed} in ${minutes.toFixed(1)} minutes, ${failed.length} failed.`);
process.exit(failed.length + late.length > 0 ? 1 : 0);

/** @returns the exit code: 0 if every break was noticed */
async function checkBreaks(): Promise<number> {
  const ended = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ended.abort());
  try {
    const verdicts = await tryBreaks(ended.signal, (verdict) => console.log(rowOf(verdict)));
    return verdicts.every(isNoticed) ? 0 : 1;
  } catch (error) {
    if (ended.signal.aborted) return 130;
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

function lineOf({ plan, injected, orders, restMs, tookMs, violations }: RunResult): string {
  const what = plan.faults.map(({ name }, index) => (injected[index] ? name : `(${name})`)).join(" + ");
  const times = `${(tookMs / 1_000).toFixed(1)} s, at rest after ${(restMs / 1_000).toFixed(1)} s`;
  return `${String(plan.run).padStart(4)}  ${violations.length > 0 ? "WRONG" : "ok   "}  ${orders} orders, ${times}: ${what}`;
}
