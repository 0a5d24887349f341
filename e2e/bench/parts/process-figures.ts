import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** The most memory that one of these processes had at any time; null where the system does not tell. @see proc(5), `VmHWM` */
export function peakMemoryMiB(processes: readonly ChildProcess[]): number | null {
  try {
    return Math.max(...processes.map(({ pid }) => peakOf(pid)));
  } catch {
    return null;
  }
}

function peakOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

/** Begins to look at all of the machine's processors. @returns what part of their time was spent on work since, 0 to 1 */
export function watchProcessors(): () => number {
  const before = processorTimes();
  return () => {
    const now = processorTimes();
    return (now.busy - before.busy) / (now.all - before.all);
  };
}

function processorTimes(): { busy: number; all: number } {
  const each = cpus().map(({ times }) => times);
  const sum = (ofOne: (times: (typeof each)[number]) => number) =>
    each.reduce((total, times) => total + ofOne(times), 0);
  const all = sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq);
  return { all, busy: all - sum(({ idle }) => idle) };
}
