import { execFile, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { Failure } from "#lib/local/failure.ts";
import { freePort } from "#lib/local/free-port.ts";
import { makeFolder, postgresUser } from "#lib/local/postgres-home.ts";
import { outputOf, spawnProgram, stopProcess, until, type Stoppable } from "#lib/local/process.ts";

const run = promisify(execFile);

/** Where Debian keeps the programs of each version, the server's and those that make backups. */
const VERSIONS = "/usr/lib/postgresql";
const NEEDED = ["initdb", "postgres", "pg_dump", "pg_restore"];

export type DistributionPostgres = Stoppable & {
  /** The address of the server. */
  url: string;
  /** Writes all of a database into a file of the server's folder. @returns its path */
  dump: (database: string) => Promise<string>;
  /** Fills an empty database from such a file. */
  restore: (database: string, file: string) => Promise<void>;
};

/** The folder of the newest PostgreSQL of the distribution's that has all programs, if there is one. */
export function findPostgres(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  return readdirSync(VERSIONS)
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => join(VERSIONS, version, "bin"))
    .find((folder) => NEEDED.every((program) => existsSync(join(folder, program))));
}

/** The distribution's PostgreSQL, with data of its own, which can be backed up by the programs that operators use. @throws {Failure} */
export async function startDistributionPostgres(): Promise<DistributionPostgres> {
  const programs = findPostgres();
  if (!programs) throw new Failure("There is no PostgreSQL. Install it with: apt-get install postgresql");
  const user = postgresUser();
  const folder = makeFolder(user);
  const [data, port] = [join(folder, "data"), await freePort()];
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: "C" } };
  await run(join(programs, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-N"], options);
  const settings = ["fsync=off", "unix_socket_directories="].flatMap((setting) => ["-c", setting]);
  const child: ChildProcess = spawnProgram(
    join(programs, "postgres"),
    ["-D", data, "-p", String(port), ...settings],
    { ...options, stdio: ["ignore", "pipe", "pipe"] },
  );
  const addressOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const url = addressOf("postgres");
  await until("PostgreSQL", { child, output: outputOf(child), ready: () => ask(url) });
  return {
    url,
    dump: async (database) => {
      const file = join(folder, `${database}.dump`);
      await run(
        join(programs, "pg_dump"),
        ["--format=custom", `--file=${file}`, addressOf(database)],
        options,
      );
      return file;
    },
    restore: async (database, file) => {
      const args = ["--exit-on-error", "--no-owner", `--dbname=${addressOf(database)}`, file];
      await run(join(programs, "pg_restore"), args, options);
    },
    stop: async () => {
      await stopProcess(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end();
  }
}
