import { spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";
import { migrateDatabase } from "#lib/base/migrate.ts";
import { root, stopProcess, type Stoppable } from "./process.ts";

export type Postgres = Stoppable & {
  /** The address of the server. */
  url: string;
  /** Stops the server and keeps its data; every session on it is lost. */
  halt: () => Promise<void>;
  /** Starts the halted server again, at the same address. */
  resume: () => Promise<void>;
};

/** A PostgreSQL of its own, gone when stopped. */
export async function startPostgres(): Promise<Postgres> {
  // Detached: Ctrl-C in a terminal reaches every process of the group, and the database must go last.
  const options = {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  } satisfies SpawnOptions;
  const child = spawn(process.execPath, ["lib/local/postgres-process.ts"], options);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => output.push(String(data)));
  const address = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve(z.string().parse(message)));
    child.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${output.join("")}`)));
  });
  const ask = async (request: "halt" | "resume") => {
    const answered = once(child, "message");
    child.send(request);
    await answered;
  };
  return {
    url: address,
    halt: () => ask("halt"),
    resume: () => ask("resume"),
    stop: () => stopProcess(child),
  };
}

/** A fresh database on a server, with the current schema. @returns its address */
export async function createDatabase(serverUrl: string, name: string): Promise<Stoppable & { url: string }> {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await runSql(serverUrl, `create database ${name}`);
  await migrateDatabase(url.href, join(root, "drizzle"));
  return { url: url.href, stop: () => runSql(serverUrl, `drop database if exists ${name} with (force)`) };
}

export async function runSql(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
