import { z } from "zod";
import type { Keep } from "#lib/local/process.ts";
import { prepareChain, startChain } from "#lib/local/chain.ts";
import { createDatabase, startPostgres } from "#lib/local/postgres.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { runCommand } from "../support/command.ts";
import type { TestParts } from "../../e2e/browser/test-parts.ts";
import { flag, readOptions, value, wholeNumber } from "../support/options.ts";
import { showNode } from "../support/programs.ts";

const { grep, workers, deep } = readOptions({
  call: "node --conditions=react-server scripts/checks/e2e.ts [options]",
  about: "The browser's tests, against the production build that is there and real parts around it.",
  options: {
    grep: value("pattern", "only the tests whose file or name matches, of all", z.string().optional()),
    deep: flag("and what takes long, such as every page in every look"),
    workers: value(
      "number",
      "how many run at once, each with parts of its own; 2",
      wholeNumber(1).default(2),
    ),
  },
});

/** What the one of the two servers says of who runs it, and the other does not. */
const operator = {
  OPERATOR_NAME: "Example Mint <Ltd>",
  OPERATOR_URL: "https://mint.example/",
  SUPPORT_EMAIL: "help@mint.example",
  TERMS_URL: "https://mint.example/terms",
  FIAT_RATE_31337: "3000 USD",
};

const METRICS_TOKEN = "a-token-of-the-operators";

await runCommand(async (keep) => {
  const { url: postgresUrl } = keep(await startPostgres());
  const parts = await Promise.all(
    Array.from({ length: workers }, (_, index) => startParts(keep, postgresUrl, index)),
  );
  const filter = grep ? ["--grep", grep] : [];
  const args = ["node_modules/@playwright/test/cli.js", "test", "--workers", String(workers), ...filter];
  // Tests may start a server of their own, by what only a server may import.
  const NODE_OPTIONS = "--conditions=react-server";
  const depth: Record<string, string> = deep || grep ? { E2E_DEEP: "1" } : {};
  const env = { NODE_OPTIONS, E2E_PARTS: JSON.stringify(parts), ...depth };
  await showNode("A test in the browser", args, env);
});

async function startParts(keep: Keep, postgresUrl: string, index: number): Promise<TestParts> {
  const { rpcUrl } = keep(await startChain({ blockTimeMs: 1_000 }));
  /** A server with a database and a Checkout of its own. */
  const serve = async (name: string, variables: Record<string, string>) => {
    const database = keep(await createDatabase(postgresUrl, `${name}_${index}`));
    const env = serverEnv({ databaseUrl: database.url, rpcUrl, ...(await prepareChain(rpcUrl, 3600)) });
    const { url } = keep(await startServer("start", { ...env, METRICS_TOKEN, ...variables }));
    return { url, databaseUrl: database.url };
  };
  const server = await serve("e2e", { DENY_SYMBOLS: "DENIED" });
  const queue = { DEPLOY_STRATEGY: "queue", WORKER_IN_SERVER: "true", LANE_DEPTH: "1" };
  const queueServer = await serve("e2e_queue", { ...queue, ...operator });
  return { ...server, queueUrl: queueServer.url, rpcUrl, metricsToken: METRICS_TOKEN };
}
