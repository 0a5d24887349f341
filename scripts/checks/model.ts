import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "#lib/local/failure.ts";
import type { Keep } from "#lib/local/process.ts";
import { runCommand } from "../support/command.ts";
import { flag, readOptions } from "../support/options.ts";
import { deepSearches, quickSearches, type Search } from "../support/searches.ts";
import { checkModel, isSpinThere, type Verdict } from "../support/spin.ts";

const { deep, optional } = readOptions({
  call: "npm run model -- [options]",
  about: `Searches every state of a model of lane, journal and sweep, with the rule for nonces as it is, and with the
former one, of which it must find what was wrong. Needs spin and gcc.`,
  options: {
    deep: flag("wider bounds, in minutes instead of seconds"),
    optional: flag("does nothing where spin or gcc is missing"),
  },
});

const AT_ONCE = 2;

await runCommand(async (keep) => {
  if (await isSpinThere()) return searchAll(deep ? deepSearches : quickSearches, keep);
  if (!optional)
    throw new Failure("spin or gcc is missing. On Debian install both with: apt-get install spin gcc");
  console.log("  The model is left out, since spin or gcc is missing.");
});

async function searchAll(searches: Search[], keep: Keep): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "coinwright-model-"));
  const ended = new AbortController();
  const stop = async () => {
    ended.abort();
    await rm(folder, { recursive: true, force: true });
  };
  keep({ stop });
  const waiting = [...searches.entries()];
  const wrong: string[] = [];
  console.log(line("property", "rule", "what goes wrong", "states", "depth", "s", "violated"));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, search] = next;
      const verdict = await checkModel(join(folder, String(index)), search.bounds, ended.signal);
      console.log(rowOf(search, verdict));
      // The way to what was wrong with the former rule is told each time; what is not expected is told below.
      if ((verdict.trail !== null) !== search.isViolated) wrong.push(tellOf(search, verdict));
      else if (verdict.trail && index === 0) console.log(tellOf(search, verdict));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (wrong.length > 0)
    throw new Failure(`${wrong.length} of ${searches.length} searches did not end as expected.`, {
      output: wrong.join("\n\n"),
    });
}

function rowOf({ property, rule, faults, isViolated }: Search, verdict: Verdict): string {
  const found = verdict.trail ? "yes" : "no";
  const expected = isViolated === (verdict.trail !== null) ? "as expected" : "NOT EXPECTED";
  const { states, depth, seconds } = verdict;
  return line(property, rule, faults, states, depth, seconds.toFixed(1), `${found}, ${expected}`);
}

function tellOf({ property, rule }: Search, { trail }: Verdict): string {
  const steps = trail ?? ["Nothing was found."];
  return [`  "${property}", ${rule} rule:`, ...steps.map((step) => `    ${step}`)].join("\n");
}

function line(
  property: string,
  rule: string,
  faults: string,
  ...[states, depth, seconds, outcome]: unknown[]
): string {
  const left = `${property.padEnd(23)}${rule.padEnd(29)}${faults.padEnd(28)}`;
  const figures = `${String(states).padStart(9)}${String(depth).padStart(7)}${String(seconds).padStart(7)}`;
  return `  ${left}${figures}  ${String(outcome)}`;
}
