import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A part that runs until it is stopped. */
export type Stoppable = { stop: () => Promise<void> };

/** Runs a program of the project's with this process's environment and more. */
export function spawnNode(args: string[], env: Record<string, string>, stdio: StdioOptions): ChildProcess {
  return spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio });
}

/** Asks a part until it answers. @throws if it ends, or does not answer in time */
export async function until(what: string, child: ChildProcess, ready: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${what} ended with ${child.exitCode}`);
    try {
      await ready();
      return;
    } catch {
      await delay(100);
    }
  }
  throw new Error(`${what} does not answer`);
}

/** Ends a process, by force where it does not end by itself, and waits for that. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(killer);
}
