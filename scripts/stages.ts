import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Does a stage of a task and prints how long it took. */
export async function stage<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  console.log(`  ${name.padEnd(28)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
}

/** Runs a program of `node_modules` to its end, quietly. @throws with all that it printed if it fails */
export async function runNode(args: string[]): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => output.push(data));
  const [code]: unknown[] = await once(child, "close");
  if (code !== 0) throw new Error(`${args.join(" ")} failed:\n${Buffer.concat(output).toString("utf8")}`);
}

/** The same, with its output shown as it comes. */
export async function showNode(args: string[], env: Record<string, string> = {}): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  const [code]: unknown[] = await once(child, "close");
  if (code !== 0) throw new Error(`${args.join(" ")} failed.`);
}
