import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";

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
