import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { nextBuild } from "#lib/local/build.ts";
import { breaks, type Break } from "./break-list.ts";
import { copyProject } from "./copy-project.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const testReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });

export type Verdict = { broken: Break; violations: number; failedTests: number; tookMs: number };
type Place = { folder: string; signal: AbortSignal };
type Ended = { code: number | null; output: string };

/**
 * Breaks a copy of the project in each of the documented ways, and looks whether the harness or the tests notice.
 * @throws if a patch does not apply, a broken product does not build, or the signal aborts
 */
export async function tryBreaks(
  signal: AbortSignal,
  onVerdict: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const copy = await copyProject(root);
  const place = { folder: copy.folder, signal };
  try {
    const verdicts: Verdict[] = [];
    for (const broken of breaks) {
      await applyPatch(place, broken);
      const verdict = await tryBreak(place, broken);
      await applyPatch(place, broken, ["--reverse"]);
      onVerdict(verdict);
      verdicts.push(verdict);
    }
    return verdicts;
  } finally {
    await copy.stop();
  }
}

/** Applies a break's patch, or with `--check` only tries to. @throws if it does not apply */
export async function applyPatch(place: Place, { name }: Break, options: string[] = []): Promise<void> {
  const patch = join(root, "e2e/chaos/breaks", `${name}.patch`);
  // Inside of another repository, paths would be taken from that one's root.
  const env = { GIT_CEILING_DIRECTORIES: dirname(place.folder.replace(/\/$/, "")) };
  await succeed(place, ["git", "apply", ...options, patch], env);
}

export function isNoticed({ violations, failedTests }: Verdict): boolean {
  return violations + failedTests > 0;
}

export function rowOf(verdict: Verdict): string {
  const { broken, violations, failedTests, tookMs } = verdict;
  const noticed = isNoticed(verdict) ? "noticed" : "NOT NOTICED";
  const by = `${violations} violations in ${broken.faults.length} faults, ${failedTests} of ${broken.tests.length} tests failed`;
  return `${broken.name.padEnd(26)} ${noticed.padEnd(12)} ${by.padEnd(54)} ${(tookMs / 1_000).toFixed(0)} s`;
}

async function tryBreak(place: Place, broken: Break): Promise<Verdict> {
  const startedAt = performance.now();
  await rm(join(place.folder, ".next"), { recursive: true, force: true });
  await succeed(place, [process.execPath, ...nextBuild]);
  let violations = 0;
  for (const { name, runs } of broken.faults) violations += await countViolations(place, name, runs);
  let failedTests = 0;
  for (const { file, name } of broken.tests) failedTests += await countFailures(place, file, name);
  return { broken, violations, failedTests, tookMs: performance.now() - startedAt };
}

async function countViolations(place: Place, fault: string, runs: number): Promise<number> {
  const options = ["--built", "--fault", fault, "--runs", String(runs)];
  const harness = [process.execPath, "--conditions=react-server", "scripts/checks/chaos.ts", ...options];
  const { output } = await run(place, harness);
  // Without its last line the harness itself has failed, which says nothing of the product.
  if (!output.includes(`${runs} runs of seed`)) throw new Error(`The harness failed:\n${output}`);
  return output.match(/^ {2}- |^Not right any more/gm)?.length ?? 0;
}

async function countFailures(place: Place, file: string, name: string): Promise<number> {
  const report = join(place.folder, "report.json");
  const options = ["--reporter=json", `--outputFile=${report}`, "-t", name];
  const { output } = await run(place, [
    process.execPath,
    "node_modules/vitest/vitest.mjs",
    "run",
    file,
    ...options,
  ]);
  const tests = testReport.parse(JSON.parse(await readFile(report, "utf8")));
  await rm(report);
  if (tests.numPassedTests + tests.numFailedTests !== 1)
    throw new Error(`${file} has no single test "${name}":\n${output}`);
  return tests.numFailedTests;
}

async function succeed(place: Place, command: string[], env: Record<string, string> = {}): Promise<void> {
  const { code, output } = await run(place, command, env);
  if (code !== 0) throw new Error(`${command.join(" ")} failed:\n${output}`);
}

/** Runs a command to its end. Ctrl-C does not reach it; when the signal aborts it is told to end, and waited for. */
async function run(
  { folder, signal }: Place,
  [program = "", ...args]: string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  signal.throwIfAborted();
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => output.push(data));
  const end = () => child.kill("SIGTERM");
  signal.addEventListener("abort", end);
  child.once("exit", () => killGroup(child.pid));
  try {
    const [code] = z.tuple([z.number().nullable(), z.unknown()]).parse(await once(child, "close"));
    signal.throwIfAborted();
    return { code, output: Buffer.concat(output).toString("utf8") };
  } finally {
    signal.removeEventListener("abort", end);
  }
}

/** What a program that was ended has left behind, as a test runner leaves its servers. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has left nothing.
  }
}
