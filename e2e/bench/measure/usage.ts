import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";

/** What a process and all that it started have taken, by the operating system's own count. @see getrusage(2) */
export type Usage = { cpuSeconds: number; peakMiB: number };

export const USAGE_FOLDER = "COINWRIGHT_USAGE_FOLDER";
export const ASK_FOR_USAGE = "usage";
export const ASK_FOR_HEAP = "heap";

/** The same of a process that goes on, with the memory that it has just now. */
type UsageNow = Usage & { memoryMiB: number };

/** What has a program of Node's tell. */
export const usageOptions = `--import=${new URL("usage-hook.ts", import.meta.url).href}`;

const TIMEOUT_MS = 120_000;

const counted = { userCPUTime: z.number(), systemCPUTime: z.number(), maxRSS: z.number() };
const usage = z.object(counted).transform(toUsage);
const usageNow = z
  .object({ ...counted, rss: z.number() })
  .transform((now): UsageNow => ({ ...toUsage(now), memoryMiB: now.rss / 2 ** 20 }));

/** Runs a program of Node's to its end. @returns what it took, and what it said @throws if it fails */
export async function runForUsage(
  args: string[],
  cwd: string,
): Promise<Usage & { ms: number; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "coinwright-usage-"));
  try {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, NODE_OPTIONS: usageOptions, [USAGE_FOLDER]: folder },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIMEOUT_MS,
    });
    const [output, errors] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    const ms = performance.now() - startedAt;
    if (child.exitCode !== 0) throw new Error(`node ${args.join(" ")} has failed.\n${output}${errors}`);
    const all = readdirSync(folder).map((name) =>
      usage.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))),
    );
    return { ...sumOf(all), ms, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a process that was started with the options has taken up to now. */
export async function usageOf(child: ChildProcess): Promise<UsageNow> {
  return usageNow.parse(await ask(child, ASK_FOR_USAGE));
}

/** The heap that such a process still uses, once all that nobody holds is gone from it, in MiB. */
export async function heapOf(child: ChildProcess): Promise<number> {
  const { heapUsed } = z.object({ heapUsed: z.number() }).parse(await ask(child, ASK_FOR_HEAP));
  return heapUsed / 2 ** 20;
}

async function ask(child: ChildProcess, question: string): Promise<unknown> {
  const answered = once(child, "message", { signal: AbortSignal.timeout(TIMEOUT_MS) });
  child.send(question);
  const [message] = await answered;
  return message;
}

/** Times come in microseconds, memory in KiB. */
function toUsage(spent: { userCPUTime: number; systemCPUTime: number; maxRSS: number }): Usage {
  return { cpuSeconds: (spent.userCPUTime + spent.systemCPUTime) / 1e6, peakMiB: spent.maxRSS / 1_024 };
}

function sumOf(all: Usage[]): Usage {
  return all.reduce(
    (sum, each) => ({ cpuSeconds: sum.cpuSeconds + each.cpuSeconds, peakMiB: sum.peakMiB + each.peakMiB }),
    { cpuSeconds: 0, peakMiB: 0 },
  );
}
