import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { Redis } from "ioredis";
import { Failure } from "#lib/local/failure.ts";
import { freePort } from "#lib/local/free-port.ts";
import { outputOf, spawnProgram, stopProcess, until, type Stoppable } from "#lib/local/process.ts";
import { findProgram } from "./find-program.ts";

const TIMEOUT_MS = 2_000;

export type LocalRedis = Stoppable & {
  url: string;
  /** Ends it with all that it holds; every connection to it is lost. */
  halt: () => Promise<void>;
  /** Starts it again, empty, at the same address. */
  resume: () => Promise<void>;
  /** Has it forget everything. */
  flush: () => Promise<void>;
};

/** A Redis of its own that keeps nothing on disk. @throws {Failure} */
export async function startRedis(): Promise<LocalRedis> {
  const program = findProgram("redis-server");
  if (!program) throw new Failure("There is no Redis. Install it with: apt-get install redis-server");
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "coinwright-redis-"));

  async function start(path: string): Promise<ChildProcess> {
    const settings = { port, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no" };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawnProgram(path, args, { stdio: ["ignore", "pipe", "pipe"] });
    await until("Redis", { child, output: outputOf(child), ready: () => ask(url, (redis) => redis.ping()) });
    return child;
  }

  let child = await start(program);
  return {
    url,
    halt: () => stopProcess(child),
    resume: async () => {
      child = await start(program);
    },
    flush: async () => {
      await ask(url, (redis) => redis.flushall());
    },
    stop: async () => {
      await stopProcess(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}
