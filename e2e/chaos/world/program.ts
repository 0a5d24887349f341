import { once } from "node:events";
import type { ChildProcess } from "node:child_process";
import type { Stoppable } from "#lib/local/process.ts";
import { READY, stepReport, type Command, type StepReport } from "./messages.ts";

/** A process that is there: a server, or a worker. */
export type Process = Stoppable & { child: ChildProcess; output: () => string };

/** A program with the hook in it, whose process can die and be started again. */
export type Program = Stoppable & {
  isUp: () => boolean;
  /** @param env what it is started with, and with again until this is called with something else */
  start: (env?: Record<string, string>) => Promise<void>;
  /** Ends the process without a chance to tidy up. */
  kill: () => Promise<void>;
  /** Resolves when the present process ends. */
  ended: () => Promise<unknown>;
  /** Kills the process when a token's deploy reaches this step; null disarms. */
  killAt: (where: Command["killAt"]) => Promise<void>;
  /** The log of all its processes. */
  log: () => string;
};

const hook = new URL("hook.ts", import.meta.url).href;

/** @param spawn starts the process and waits until it works */
export function openProgram(
  spawn: (env: Record<string, string>) => Promise<Process>,
  onStep: (report: StepReport) => void,
): Program {
  const logs: string[] = [];
  let setting: Record<string, string> = {};
  let running: Process | null = null;
  let ended: Promise<unknown> = Promise.resolve();
  let ready = Promise.withResolvers<void>();

  function onMessage(message: unknown): void {
    if (message === READY) return ready.resolve();
    const report = stepReport.safeParse(message);
    if (report.success) onStep(report.data);
  }

  return {
    isUp: () => running !== null,
    start: async (env = setting) => {
      setting = env;
      const started = await spawn({ ...env, NODE_OPTIONS: `--import=${hook}` });
      started.child.on("message", onMessage);
      started.child.once("exit", (code, signal) => {
        logs.push(started.output(), `--- the process ended: ${signal ?? code}\n`);
        running = null;
        ready.resolve();
      });
      ended = once(started.child, "exit");
      running = started;
    },
    kill: async () => {
      running?.child.kill("SIGKILL");
      await ended;
    },
    ended: () => ended,
    killAt: async (where) => {
      const child = running?.child;
      if (!child?.connected) return;
      ready = Promise.withResolvers();
      child.send({ killAt: where } satisfies Command, () => undefined);
      await ready.promise;
    },
    log: () => [...logs, running?.output() ?? ""].join(""),
    stop: async () => running?.stop(),
  };
}
