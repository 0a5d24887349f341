import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { Failure } from "./failure.ts";
import { root } from "./process.ts";

const build = join(root, ".next");
const standalone = join(build, "standalone");

/** What `next build` is called by. */
export const nextBuild = ["node_modules/next/dist/bin/next", "build"];

/** The server of the production build, which runs from its own folder, wherever that lies. */
export const serverFile = join(standalone, "server.js");

/**
 * Brings into the folder of the standalone server what `next build` leaves out of it, compressed as well, and takes out
 * the `.env` that was copied into it: configuration is read when a server starts, and no build holds secrets. Does nothing a second time.
 *
 * @throws {Failure} where there is no build
 */
export function completeBuild(): void {
  if (!existsSync(serverFile))
    throw new Failure("There is no production build. Make one with: npm run build");
  for (const name of [".env", ".env.production"]) rmSync(join(standalone, name), { force: true });
  const files = join(standalone, ".next", "static");
  if (existsSync(files)) return;
  // Whoever starts a server meanwhile finds all of them or none.
  const copy = mkdtempSync(join(build, "static-"));
  cpSync(join(build, "static"), copy, { recursive: true });
  compressFiles(copy);
  try {
    renameSync(copy, files);
  } catch (error) {
    rmSync(copy, { recursive: true });
    if (!existsSync(files)) throw error;
  }
}

/**
 * Lets everybody read the folder of the standalone server, whatever is kept from others by who builds it: it is copied to
 * where another user runs it, and holds nothing secret.
 */
export function openBuild(): void {
  const within = readdirSync(standalone, { recursive: true, withFileTypes: true });
  const files = within.filter((entry) => !entry.isSymbolicLink());
  for (const path of [standalone, ...files.map(({ parentPath, name }) => join(parentPath, name))]) {
    const { mode } = statSync(path);
    // Who may read a folder, or run a program, may do that by the same right as its owner.
    chmodSync(path, mode | 0o444 | (mode & 0o100 ? 0o111 : 0));
  }
}

/** Puts beside each file of text the same by Brotli, as small as it gets: it is compressed once, and sent many times. */
function compressFiles(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(js|css)$/.test(name)) continue;
    const file = join(folder, name);
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
  }
}
