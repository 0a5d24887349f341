// Runs a task on a machine that has nothing but git, npm and some Node: gets a Node that is new enough, installs what
// the lock file names, then starts the task. Needs no dependencies, and runs on Node 18 and later.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task = "", ...rest] = process.argv.slice(2);

const typescript = ["--conditions=react-server", "--disable-warning=ExperimentalWarning"];
const tasks = {
  demo: [...typescript, "scripts/demo.ts"],
  dev: [...typescript, "scripts/demo.ts", "dev"],
  test: [...typescript, "scripts/test.ts"],
  check: [...typescript, "scripts/check.ts"],
  bench: [...typescript, "scripts/bench.ts"],
};

function run(command, args, options = {}) {
  // npm passes Ctrl-C on to the whole group; the task cleans up, and this process waits for it.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (error) throw error;
  return status ?? 1;
}

function isNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** Native packages differ between Node versions and machines, so both belong to what must match. */
function wantedInstall() {
  const lock = readFileSync(join(root, "package-lock.json"));
  const platform = [process.versions.modules, process.platform, process.arch].join("-");
  return `${createHash("sha256").update(lock).digest("hex")}-${platform}`;
}

function install() {
  const stamp = join(root, "node_modules", ".coinwright-install");
  const wanted = wantedInstall();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const start = performance.now();
  const status = run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status);
  writeFileSync(stamp, wanted);
  console.log(`  ${"Dependencies".padEnd(28)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

if (!(task in tasks)) {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(tasks).join("|")}`);
  process.exit(2);
}
if (isNewEnough()) {
  install();
  process.exit(run(process.execPath, [...tasks[task], ...rest]));
}
const again = ["node", "scripts/run.mjs", task, ...rest].map((word) => JSON.stringify(word)).join(" ");
process.exit(
  run("npx", ["--yes", "--package", "node@24", "--call", again], { shell: process.platform === "win32" }),
);
