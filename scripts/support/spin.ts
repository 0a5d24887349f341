import { execFile } from "node:child_process";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "#lib/local/failure.ts";
import { root } from "#lib/local/process.ts";

/** What is given for the model's macros. */
export type Bounds = Record<string, string | number>;

/** What an exhaustive search came to. `trail` is what happened on the way to the violation that was found, if one was. */
export type Verdict = { states: number; depth: number; seconds: number; trail: string[] | null };

const MEMORY_MB = 3_500;
const LONGEST_MS = 3_600_000;
const run = promisify(execFile);

/** Whether both programs that check a model are there. */
export async function isSpinThere(): Promise<boolean> {
  const asked = await Promise.allSettled([run("spin", ["-V"]), run("gcc", ["--version"])]);
  return asked.every(({ status }) => status === "fulfilled");
}

/**
 * Searches every state of `docs/model/lane.pml` that can be reached within the bounds.
 * @param folder where to make the checker; it need not exist
 * @throws {Failure} if the search was not exhaustive
 */
export async function checkModel(folder: string, bounds: Bounds, signal: AbortSignal): Promise<Verdict> {
  await mkdir(folder, { recursive: true });
  await cp(join(root, "docs", "model"), folder, { recursive: true });
  const defines = Object.entries(bounds).map(([name, value]) => `-D${name}=${value}`);
  const options = { cwd: folder, signal, timeout: LONGEST_MS, maxBuffer: 1 << 26 };
  await run("spin", ["-a", ...defines, "lane.pml"], options);
  const flags = ["-O1", "-w", "-DSAFETY", "-DCOLLAPSE", `-DMEMLIM=${MEMORY_MB}`];
  await run("gcc", [...flags, "-o", "pan", "pan.c"], options);
  // A process that waits for ever is no error here: at the end the quiet world is all there is.
  const startedAt = performance.now();
  const { stdout } = await run(join(folder, "pan"), ["-E", "-m100000"], options);
  const seconds = (performance.now() - startedAt) / 1_000;
  const errors = numberIn(stdout, /errors: (\d+)/);
  if (errors === 0 && /Search not completed|search depth too small/.test(stdout))
    throw new Failure("The model has more states than there is room for. Make its bounds smaller.", {
      output: stdout,
    });
  const trail = errors > 0 ? await readTrail(defines, options) : null;
  return {
    states: numberIn(stdout, /([\d.e+]+) states, stored/),
    depth: numberIn(stdout, /depth reached (\d+)/),
    seconds,
    trail,
  };
}

/** Replays what was found: the model says each step in words. */
async function readTrail(
  defines: string[],
  options: { cwd: string; signal: AbortSignal },
): Promise<string[]> {
  const { stdout } = await run("spin", ["-t", "-T", ...defines, "lane.pml"], options);
  const steps = stdout
    .split("\n")
    .filter((line) => /^\s*(chain|journal|orders|mend|deploy|world)\b/.test(line));
  return steps.map((step) =>
    step.trim().replace(/purpose (\d)/g, (_, purpose) => purposes[Number(purpose)] ?? "a transaction"),
  );
}

const purposes = [
  "a transfer of nothing",
  "a delivery of order 1",
  "a delivery of order 2",
  "a foreign transaction",
];

function numberIn(output: string, pattern: RegExp): number {
  const found = pattern.exec(output)?.[1];
  if (found === undefined) throw new Failure("The checker has not said what it found.", { output });
  return Number(found);
}
