import { spawn, type ChildProcess, type SpawnOptions, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.ts";

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A part that runs until it is stopped. */
export type Stoppable = { stop: () => Promise<void> };

/** Has a part stopped with the others. @returns the part */
export type Keep = <T extends Stoppable>(part: T) => T;

/** Parts that are stopped together, the last one first, whatever becomes of each. @param onError told of what does not stop */
export function keepParts(onError: (error: unknown) => void): Stoppable & { keep: Keep } {
  const parts: Stoppable[] = [];
  return {
    keep: (part) => {
      parts.push(part);
      return part;
    },
    stop: async () => {
      for (let part = parts.pop(); part; part = parts.pop()) await part.stop().catch(onError);
    },
  };
}

/** A part that is a process. */
export type Running = Stoppable & {
  /** Resolves when the process ends, with what to tell if nobody had told it to. */
  ended: Promise<Failure>;
};

const alive = new Set<ChildProcess>();
// Whatever has not been stopped by then must not outlive this process.
process.on("exit", () => {
  for (const child of alive) child.kill();
});

/** Runs a program of the project's with this process's environment and more. It never outlives this process. */
export function spawnNode(args: string[], env: Record<string, string>, stdio: StdioOptions): ChildProcess {
  return spawnProgram(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio });
}

/** Runs any program. It never outlives this process. */
export function spawnProgram(path: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(path, args, options);
  alive.add(child);
  child.once("exit", () => alive.delete(child));
  return child;
}

/** Reads what a process says. @returns all that it has said until now */
export function outputOf({ stdout, stderr }: ChildProcess): () => string {
  const output: string[] = [];
  for (const stream of [stdout, stderr]) stream?.on("data", (data: Buffer) => output.push(String(data)));
  return () => output.join("");
}

/** Resolves when a process ends, with what to tell if nobody had told it to. */
export async function endOf(name: string, child: ChildProcess): Promise<Failure> {
  if (!hasEnded(child)) await new Promise((resolve) => child.once("exit", resolve));
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  return new Failure(`${name} has stopped by itself (${how}). Start again.`);
}

/** Asks a part until it answers. @throws {Failure} with its output if it ends, or does not answer in time */
export async function until(
  name: string,
  { child, output, ready }: { child: ChildProcess; output: () => string; ready: () => Promise<unknown> },
): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (hasEnded(child))
      throw new Failure(`${name} did not start. Mend what stands above, and start again.`, {
        output: output(),
      });
    try {
      await ready();
      return;
    } catch {
      await delay(100);
    }
  }
  await stopProcess(child);
  throw new Failure(`${name} has not answered for a minute. Try again on a machine that has less to do.`, {
    output: output(),
  });
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Ends a process, by force where it does not end by itself, and waits for that. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(killer);
}
