import { z } from "zod";
import { prepareChain, startChain } from "#lib/local/chain.ts";
import { createDatabase, startPostgres } from "#lib/local/postgres.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { runCommand } from "./support/command.ts";
import { readOptions, value } from "./support/options.ts";
import { showNode } from "./support/programs.ts";

const { grep } = readOptions({
  call: "node --conditions=react-server scripts/e2e.ts [options]",
  about: "The browser's tests, against the production build that is there and real parts around it.",
  options: { grep: value("pattern", "only the tests whose file or name matches", z.string().optional()) },
});

await runCommand(async (keep) => {
  const { url: postgresUrl } = keep(await startPostgres());
  const { rpcUrl } = keep(await startChain({ blockTimeMs: 1_000 }));
  const database = keep(await createDatabase(postgresUrl, "e2e"));
  const env = serverEnv({ databaseUrl: database.url, rpcUrl, ...(await prepareChain(rpcUrl, 3600)) });
  const server = keep(await startServer("start", { ...env, DENY_SYMBOLS: "DENIED" }));
  const args = ["node_modules/@playwright/test/cli.js", "test", ...(grep ? ["--grep", grep] : [])];
  const parts = { E2E_URL: server.url, E2E_RPC_URL: rpcUrl, E2E_DATABASE_URL: database.url };
  await showNode("A test in the browser", args, parts);
});
