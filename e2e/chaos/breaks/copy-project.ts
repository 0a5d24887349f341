import { chmod, cp, link, mkdir, mkdtemp, readdir, readlink, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stoppable } from "#lib/local/process.ts";

const leftOut = new Set(["node_modules", ".next", ".git"]);

/**
 * A copy of the project in a temporary folder, gone when stopped. Its packages are hard links: turbopack follows no
 * symbolic link out of the project.
 */
export async function copyProject(root: string): Promise<Stoppable & { folder: string }> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "coinwright-break-"));
  const stop = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    // Under root PostgreSQL runs as another user, and where they can't enter it is copied for each server.
    await chmod(folder, 0o755);
    for (const entry of await readdir(root))
      if (!leftOut.has(entry)) await cp(join(root, entry), join(folder, entry), { recursive: true });
    const packages = join(root, "node_modules");
    // What begins with a dot are caches, and are written to.
    const names = (await readdir(packages)).filter((name) => !name.startsWith("."));
    await mkdir(join(folder, "node_modules"));
    for (const name of names) await linkTree(join(packages, name), join(folder, "node_modules", name));
    return { folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) return linkTree(source, target);
      if (entry.isSymbolicLink()) return symlink(await readlink(source), target);
      // On another file system there is nothing to link to.
      return link(source, target).catch(() => cp(source, target));
    }),
  );
}
