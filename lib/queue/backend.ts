import "server-only";
import type { JobsOptions, JobType, WorkerOptions } from "bullmq";
import pg from "pg";
import type { Env } from "#lib/base/env.ts";
import { notePool } from "#lib/base/telemetry/pools.ts";

/** What a job says: which order it is to deliver. */
export type OrderJob = { chainId: number; token: string };

type Failing = { on: (event: "error", listener: (error: Error) => void) => unknown };
/** What of BullMQ's queues and workers is used, whichever backend they have. */
export type BackendQueue = Failing & {
  addBulk: (jobs: { name: string; data: OrderJob; opts: JobsOptions }[]) => Promise<unknown>;
  getJobCountByTypes: (...types: JobType[]) => Promise<number>;
};
export type BackendWorker = Failing & {
  waitUntilReady: () => Promise<unknown>;
  close: (isForced?: boolean) => Promise<void>;
};
type Processor = (job: { data: OrderJob }) => Promise<void>;
type Settings = Omit<WorkerOptions, "connection">;

/** Where the queues are kept. Nothing is asked before `ready` has resolved. */
export type Backend = {
  /** Makes it what is needed, once; rejects while it is out of reach. */
  ready: () => Promise<void>;
  openQueue: (name: string) => BackendQueue;
  openWorker: (name: string, processor: Processor, settings: Settings) => BackendWorker;
  close: () => Promise<void>;
};

const POOL_NAME = "coinwright-queue";
const CONNECT_TIMEOUT_MS = 2_000;
const COMMAND_TIMEOUT_MS = 2_000;
const QUERY_TIMEOUT_MS = 10_000;
const MOST_RETRY_MS = 1_000;
/** A Redis that says nothing for as long is connected to anew; else what it was asked would pile up. */
const SILENCE_MS = 4_000;
/** A worker waits so long for an order in one call. */
const WORKER_CALL_SECONDS = 2;
const WORKER_SILENCE_MS = WORKER_CALL_SECONDS * 1_000 + SILENCE_MS;

/** Opens what `QUEUE_URL` names: Redis, or PostgreSQL, by default the one of the orders, past a pooler. */
export async function openBackend(
  { QUEUE_URL, DATABASE_LISTEN_URL, DATABASE_URL }: Env,
  chains: number,
  onError: (error: Error) => void,
): Promise<Backend> {
  const url = QUEUE_URL ?? DATABASE_LISTEN_URL ?? DATABASE_URL;
  return /^rediss?:/.test(url) ? openRedis(url, onError) : openPostgres(url, chains, onError);
}

async function openRedis(url: string, onError: (error: Error) => void): Promise<Backend> {
  const [{ Queue, Worker }, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")]);
  const settings = {
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (attempts: number) => Math.min(attempts * 100, MOST_RETRY_MS),
  };
  // Who adds an order is told at once that it can't be done; a worker goes on trying.
  const asking = new Redis(url, {
    ...settings,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
  });
  asking.on("error", onError);
  let working: InstanceType<typeof Redis> | undefined;
  const connectionToWork = () => {
    working ??= new Redis(url, {
      ...settings,
      maxRetriesPerRequest: null,
      socketTimeout: WORKER_SILENCE_MS,
    }).on("error", onError);
    return working;
  };
  return {
    ready: async () => undefined,
    openQueue: (name) =>
      withListener(new Queue(name, { connection: asking, skipVersionCheck: true }), onError),
    openWorker: (name, processor, worker) =>
      new Worker(name, processor, {
        ...worker,
        drainDelay: WORKER_CALL_SECONDS,
        connection: connectionToWork(),
      }),
    close: async () => {
      asking.disconnect();
      working?.disconnect();
    },
  };
}

async function openPostgres(url: string, chains: number, onError: (error: Error) => void): Promise<Backend> {
  const { createPostgresBackend, DEFAULT_SCHEMA, Queue, runMigrations, Worker } = await import("bullmq");
  const pool = new pg.Pool({
    connectionString: url,
    options: `-c search_path=${DEFAULT_SCHEMA}`,
    application_name: POOL_NAME,
    // Each chain's worker listens on one of its own.
    max: 2 + chains,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
  });
  pool.on("error", onError);
  notePool(POOL_NAME, pool);
  let migrated: Promise<void> | undefined;

  async function migrate(): Promise<void> {
    const client = await pool.connect();
    try {
      await runMigrations(client, DEFAULT_SCHEMA);
    } finally {
      client.release();
    }
  }

  return {
    ready: () => {
      migrated ??= migrate().catch((error: unknown) => {
        migrated = undefined;
        throw error;
      });
      return migrated;
    },
    openQueue: (name) => withListener(new Queue(name, { connection: pool }, createPostgresBackend), onError),
    openWorker: (name, processor, worker) =>
      new Worker(name, processor, { ...worker, connection: pool }, createPostgresBackend),
    close: () => pool.end(),
  };
}

/** Without a listener an error would end the process. */
function withListener<T extends Failing>(emitter: T, onError: (error: Error) => void): T {
  emitter.on("error", onError);
  return emitter;
}
