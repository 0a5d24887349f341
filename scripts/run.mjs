// Runs a task on a machine that has nothing but git, npm and some Node: gets a Node that is new enough, installs what
// the lock file names, then starts the task. Needs no dependencies, and runs on Node 18 and later.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isWindows = process.platform === "win32";
const [task = "", ...rest] = process.argv.slice(2);

/** What each script is for, by the folder that it is in. */
const rooms = {
  scripts: {
    demo: "everything on this machine alone, with the production build",
    dev: "the same with hot reload",
    build: "the production build",
    start: "one server, from the production build",
    worker: "delivers orders that wait in the queue",
    generate: "the token contracts, and what the app knows of them",
    migrate: "the database's schema",
    "checkout-deploy": "a Checkout for a chain",
    "release-notes": "what the changelog says of a version",
    "orders-recover": "orders that the database has lost",
  },
  "scripts/checks": {
    test: "everything that has to hold before a change lands",
    check: "what can be checked without running it",
    e2e: "the tests in the browser",
    chaos: "breaks things on purpose while people order",
    model: "every state of a model of lane, journal and sweep",
  },
  "scripts/measure": {
    bench: "what everything costs, beside what people use instead",
    load: "everything at once, for long, and whether anything grows",
    lighthouse: "what the pages weigh, and how they score",
    screenshots: "pictures of every page in every state",
  },
};
const [room] = Object.entries(rooms).find(([, tasks]) => Object.hasOwn(tasks, task)) ?? [];
if (!room) {
  const tasks = Object.values(rooms).flatMap(Object.entries);
  const rows = tasks.map(([name, about]) => `  ${name.padEnd(18)}${about}`);
  const usage = `Usage: node scripts/run.mjs <task>\n\n${rows.join("\n")}`;
  end(task === "" ? usage : `There is no task ${task}.\n\n${usage}`, 2);
}
if (isNewEnough()) {
  // A task that a task starts must not replace the packages under it.
  if (!process.env.COINWRIGHT_INSTALLED) await install();
  const options = ["--conditions=react-server", "--disable-warning=ExperimentalWarning"];
  const env = { ...process.env, COINWRIGHT_INSTALLED: "1" };
  const { code } = await run(process.execPath, [...options, `${room}/${task}.ts`, ...rest], { env });
  process.exit(code);
}
const node = await fetchNode();
// Its folder comes first, so that npm and the tasks run on it too.
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
process.exit((await run(node, ["scripts/run.mjs", task, ...rest], { env })).code);

function isNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** The path of a Node that is new enough, which npm keeps in its cache. */
async function fetchNode() {
  const args = ["--yes", "--package", "node@24", "--call", "node -p process.execPath"];
  const { code, output } = await run("npx", args, {
    shell: isWindows,
    stdio: ["inherit", "pipe", "inherit"],
  });
  const path = output.trim().split("\n").at(-1) ?? "";
  if (code === 0 && existsSync(path)) return path;
  return end(
    `This is Node ${process.versions.node}, and npx could not get Node 24. Install Node 22.18 or later: https://nodejs.org`,
  );
}

async function install() {
  const stamp = join(root, "node_modules", ".coinwright-install");
  const wanted = wantedInstall();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const start = performance.now();
  const { code } = await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    shell: isWindows,
  });
  if (code !== 0) end("npm ci failed, as it says above. Mend that, and start again.");
  writeFileSync(stamp, wanted);
  console.log(`  ${"Dependencies".padEnd(28)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Native packages differ between Node versions and machines, so both belong to what must match. */
function wantedInstall() {
  const lock = readFileSync(join(root, "package-lock.json"));
  const platform = [process.versions.modules, process.platform, process.arch].join("-");
  return `${createHash("sha256").update(lock).digest("hex")}-${platform}`;
}

/** Runs a program to its end. A signal is passed on, and the program waited for: it has things to clean up. */
async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
  const pass = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, pass);
  let output = "";
  child.stdout?.on("data", (data) => (output += data));
  try {
    const [code, signal] = await once(child, "close");
    return signal ? end(`${command} was ended by ${signal}.`, 130) : { code, output };
  } catch {
    return end(`${command} can't be started. Install npm, which comes with Node: https://nodejs.org`);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, pass);
  }
}

function end(sentence, code = 1) {
  console.error(`\n${sentence}`);
  process.exit(code);
}
