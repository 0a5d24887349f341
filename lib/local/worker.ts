import type { ChildProcess } from "node:child_process";
import { endOf, outputOf, spawnNode, stopProcess, until, type Running } from "./process.ts";

export type WorkerProcess = Running & { child: ChildProcess; output: () => string };

/** `npm run worker`, awaited until it works. What a test preloads may talk to its parent. */
export async function startWorker(env: Record<string, string>): Promise<WorkerProcess> {
  const args = ["--conditions=react-server", "scripts/worker.ts"];
  const child = spawnNode(args, env, ["ignore", "pipe", "pipe", "ipc"]);
  const output = outputOf(child);
  let isReady = false;
  child.on("message", (message) => {
    isReady ||= message === "ready";
  });
  const ready = async () => {
    if (!isReady) throw new Error("It has not said that it is ready.");
  };
  await until("The worker", { child, output, ready });
  return { child, output, ended: endOf("The worker", child), stop: () => stopProcess(child) };
}
