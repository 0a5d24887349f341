import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { once } from "node:events";
import { freePort } from "#lib/local/free-port.ts";
import { Failure } from "#lib/local/failure.ts";
import { outputOf, root, spawnNode, stopProcess, until, type Keep } from "#lib/local/process.ts";

const folder = "e2e/bench/nothing-app";
const next = "node_modules/next/dist/bin/next";

/** An application of Next.js with one route, which does nothing. @returns the route's address */
export async function startNothing(keep: Keep): Promise<string> {
  await buildOnce();
  const port = await freePort();
  const args = [next, "start", folder, "--port", String(port), "--hostname", "127.0.0.1"];
  const child = spawnNode(args, {}, ["ignore", "pipe", "pipe"]);
  keep({ stop: () => stopProcess(child) });
  const url = `http://127.0.0.1:${port}/nothing`;
  const ready = () => fetch(url, { method: "POST", signal: AbortSignal.timeout(5_000) });
  await until("The server that does nothing", { child, output: outputOf(child), ready });
  return url;
}

/** It never changes but with Next.js itself. */
async function buildOnce(): Promise<void> {
  const stamp = join(root, folder, ".next", "built-with");
  const version = readFileSync(createRequire(import.meta.url).resolve("next/package.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  // Turbopack would take instrumentation and proxy from the project around it.
  const child = spawnNode([next, "build", "--webpack", folder], {}, ["ignore", "pipe", "pipe"]);
  const output = outputOf(child);
  const [code] = await once(child, "close");
  if (code !== 0)
    throw new Failure("The application that does nothing can't be built.", { output: output() });
  writeFileSync(stamp, version);
}
