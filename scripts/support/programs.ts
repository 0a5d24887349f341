import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants, setPriority } from "node:os";
import { completeBuild, nextBuild } from "#lib/local/build.ts";
import { Failure } from "#lib/local/failure.ts";
import { outputOf, spawnNode, stopProcess } from "#lib/local/process.ts";

const QUIET_LIMIT_MS = 20 * 60_000;
const SHOWN_LIMIT_MS = 90 * 60_000;

/** Runs a program of `node_modules` to its end, quietly. @throws {Failure} with all that it printed if it fails */
export async function runNode(name: string, args: string[], priority = 0): Promise<void> {
  const child = spawnNode(args, {}, ["ignore", "pipe", "pipe"]);
  if (child.pid !== undefined && priority !== 0) setPriority(child.pid, priority);
  const output = outputOf(child);
  await succeed(name, args, { child, output, limitMs: QUIET_LIMIT_MS });
}

/** Makes the production build, quietly. @throws {Failure} */
export async function buildApp(): Promise<void> {
  await runNode("The build", nextBuild);
  completeBuild();
}

/** The same, beside what must not be slowed down by it: it gets the processor when nobody else wants it. */
export function runNodeAside(name: string, args: string[]): Promise<void> {
  return runNode(name, args, constants.priority.PRIORITY_LOW);
}

/** The same, with its output shown as it comes. */
export async function showNode(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<void> {
  const child = spawnNode(args, env, "inherit");
  await succeed(name, args, { child, output: () => "", limitMs: SHOWN_LIMIT_MS });
}

async function succeed(
  name: string,
  args: string[],
  { child, output, limitMs }: { child: ChildProcess; output: () => string; limitMs: number },
): Promise<void> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void stopProcess(child);
  }, limitMs);
  await once(child, "close");
  clearTimeout(timer);
  if (child.exitCode === 0) return;
  const how = isLate ? `has not ended in ${limitMs / 60_000} minutes` : "failed, as it says above";
  throw new Failure(`${name} ${how}. Try it alone with: node ${args.join(" ")}`, { output: output() });
}
