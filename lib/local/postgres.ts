import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";
import { migrateDatabase } from "#lib/base/migrate.ts";
import { databaseFailure } from "./database-failure.ts";
import { Failure } from "./failure.ts";
import { endOf, outputOf, root, stopProcess, type Running, type Stoppable } from "./process.ts";

export type Postgres = Running & {
  /** The address of the server. */
  url: string;
  /** Stops the server and keeps its data; every session on it is lost. */
  halt: () => Promise<void>;
  /** Starts the halted server again, at the same address. */
  resume: () => Promise<void>;
};

const TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;
const started = z.union([z.object({ address: z.string() }), z.object({ failure: z.string() })]);

/** A PostgreSQL of its own, gone when stopped. @throws {Failure} */
export async function startPostgres(): Promise<Postgres> {
  // Detached: Ctrl-C in a terminal reaches every process of the group, and the database must go last.
  const options = {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  } satisfies SpawnOptions;
  const child = spawn(process.execPath, ["lib/local/postgres-process.ts"], options);
  const url = await addressOf(child);
  const ask = async (request: "halt" | "resume") => {
    const answered = once(child, "message", { signal: AbortSignal.timeout(TIMEOUT_MS) });
    child.send(request);
    await answered;
  };
  return {
    url,
    halt: () => ask("halt"),
    resume: () => ask("resume"),
    ended: endOf("PostgreSQL", child),
    stop: () => stopProcess(child),
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  const output = outputOf(child);
  const answer = await new Promise<z.output<typeof started>>((resolve) => {
    const failed = (failure: string) => resolve({ failure });
    child.once("message", (message) => resolve(started.parse(message)));
    child.once("exit", () => failed(`${output()}PostgreSQL did not start. Try again, or set DATABASE_URL.`));
    setTimeout(
      failed,
      TIMEOUT_MS,
      "PostgreSQL has not started for a minute. Try again, or set DATABASE_URL.",
    ).unref();
  });
  if ("address" in answer) return answer.address;
  await stopProcess(child);
  throw new Failure(answer.failure);
}

export type Database = Stoppable & {
  name: string;
  /** Its address. */
  url: string;
};

/**
 * A fresh database on a server, with the current schema.
 * @param template one that nobody is connected to, to be copied; migrating takes several times as long
 * @throws {Failure}
 */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<Database> {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const stop = () => runSql(serverUrl, `drop database if exists ${name} with (force)`);
  const database = { name, url: url.href, stop };
  await runSql(serverUrl, `create database ${name} template ${template ?? "template1"}`);
  if (template) return database;
  try {
    await migrateDatabase(url.href, join(root, "drizzle"));
  } catch (error) {
    await stop();
    throw databaseFailure(url.href, error);
  }
  return database;
}

/** @throws {Failure} */
export async function runSql(url: string, statement: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // A lost connection fails the statement; without a listener it would also end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(statement);
  } catch (error) {
    throw databaseFailure(url, error);
  } finally {
    await client.end();
  }
}
