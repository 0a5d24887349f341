import { prepareChain, startChain } from "#lib/local/chain.ts";
import { createDatabase, startPostgres } from "#lib/local/postgres.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { showNode } from "./stages.ts";

/** Starts the production build with real parts around it, and runs the browser tests against it. */
const running: Stoppable[] = [];

async function keep<T extends Stoppable>(starting: Promise<T>): Promise<T> {
  const part = await starting;
  running.push(part);
  return part;
}

try {
  const { url: postgresUrl } = await keep(startPostgres());
  const { rpcUrl } = await keep(startChain({ blockTimeMs: 1_000 }));
  const database = await keep(createDatabase(postgresUrl, "e2e"));
  const env = serverEnv({ databaseUrl: database.url, rpcUrl, ...(await prepareChain(rpcUrl, 3600)) });
  const server = await keep(startServer("start", env));
  const args = ["node_modules/@playwright/test/cli.js", "test", ...process.argv.slice(2)];
  await showNode(args, { E2E_URL: server.url, E2E_RPC_URL: rpcUrl, E2E_DATABASE_URL: database.url });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const part of running.toReversed()) await part.stop();
}
