import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { Failure } from "#lib/local/failure.ts";
import { freePort } from "#lib/local/free-port.ts";
import { makeFolder, postgresUser } from "#lib/local/postgres-home.ts";
import { runSql } from "#lib/local/postgres.ts";
import { outputOf, spawnProgram, stopProcess, until, type Stoppable } from "#lib/local/process.ts";
import { findProgram } from "./find-program.ts";

export type PgBouncer = Stoppable & {
  /** The address of the same database past it. */
  url: string;
  /** Ends it with all its connections, and starts it again at the same address. */
  restart: () => Promise<void>;
};

/**
 * PgBouncer in transaction mode before a database.
 * @param connections to the database at most, for all that come by it
 * @throws {Failure}
 */
export async function startPgBouncer(databaseUrl: string, connections: number): Promise<PgBouncer> {
  const program = findProgram("pgbouncer");
  if (!program) throw new Failure("There is no PgBouncer. Install it with: apt-get install pgbouncer");
  const url = new URL(databaseUrl);
  url.port = String(await freePort());
  // Like PostgreSQL, it refuses to run as root.
  const user = postgresUser();
  const folder = makeFolder(user);
  const file = join(folder, "pgbouncer.ini");
  writeFileSync(file, configuration(new URL(databaseUrl), url.port, connections));
  chmodSync(file, 0o644);

  async function start(path: string): Promise<ChildProcess> {
    const child = spawnProgram(path, [file], { ...user, stdio: ["ignore", "pipe", "pipe"] });
    await until("PgBouncer", { child, output: outputOf(child), ready: () => runSql(url.href, "select 1") });
    return child;
  }

  let child = await start(program);
  return {
    url: url.href,
    restart: async () => {
      await stopProcess(child);
      child = await start(program);
    },
    stop: async () => {
      await stopProcess(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(database: URL, port: string, connections: number): string {
  const { hostname, username, password } = database;
  return `[databases]
* = host=${hostname} port=${database.port} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 1000
`;
}
