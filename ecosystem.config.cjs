// For PM2: `pm2 start ecosystem.config.cjs` after `npm run build`, then `pm2 reload coinwright` for each new version, and
// `pm2 scale coinwright 4` for more servers. Configuration stays in the environment, or in `.env`, which each process reads.
const { existsSync, readFileSync } = require("node:fs");
const path = require("node:path");
const { parseEnv } = require("node:util");

const file = path.join(__dirname, ".env");
const inFile = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
const isQueue = (process.env.DEPLOY_STRATEGY || inFile.DEPLOY_STRATEGY) === "queue";

const common = {
  cwd: __dirname,
  instances: 2,
  node_args: [`--env-file-if-exists=${file}`],
  // What is being deployed is waited for: DEPLOY_TIMEOUT_MS and ten seconds.
  kill_timeout: 55_000,
  listen_timeout: 30_000,
};

const servers = {
  ...common,
  name: "coinwright",
  script: ".next/standalone/server.js",
  exec_mode: "cluster",
  // Many systems set it to the machine's name; all addresses are meant.
  env: { HOSTNAME: "0.0.0.0" },
};

const workers = {
  ...common,
  name: "coinwright-worker",
  script: "scripts/worker.ts",
  interpreter: "node",
  exec_mode: "fork",
  node_args: [...common.node_args, "--conditions=react-server"],
};

module.exports = { apps: isQueue ? [servers, workers] : [servers] };
