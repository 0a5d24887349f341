import { randomBytes } from "node:crypto";
import { formatEther } from "viem";
import { parseLocalEnv } from "#lib/base/env.ts";
import { prepareChain, startChain } from "#lib/local/chain.ts";
import { freePort } from "#lib/local/free-port.ts";
import { createDatabase, startPostgres } from "#lib/local/postgres.ts";
import type { Keep, Running } from "#lib/local/process.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { stage } from "./command.ts";
import { buildApp } from "./programs.ts";

const BLOCK_TIME_MS = 1_000;
const REFUND_DELAY_SECONDS = 600;

export const localVariables = `PORT, DATABASE_URL, RPC_URL_31337 and PRICE_31337 are used where they are set; on a database server it makes a
database of its own.`;

/**
 * Starts the application with everything that it needs, on this machine alone, and waits.
 * @param mode `start` builds and runs the production build, `dev` reloads as files change
 * @throws {Failure} as soon as one of its parts fails or ends
 */
export async function runLocalApp(mode: "start" | "dev", keep: Keep): Promise<never> {
  const { PORT, DATABASE_URL, RPC_URL, PRICE } = parseLocalEnv();
  await freePort(PORT);
  console.log("Starting Coinwright on this machine alone:");
  const running: Running[] = [];
  const run = <T extends Running>(part: T): T => {
    running.push(part);
    return keep(part);
  };

  const serverUrl = DATABASE_URL ?? (await stage("PostgreSQL", async () => run(await startPostgres()))).url;
  const rpcUrl =
    RPC_URL ??
    (await stage("Local chain", async () => run(await startChain({ blockTimeMs: BLOCK_TIME_MS })))).rpcUrl;
  const chain = await stage("Checkout contract", () => prepareChain(rpcUrl, REFUND_DELAY_SECONDS));
  const name = `coinwright_${randomBytes(4).toString("hex")}`;
  const database = await stage("Database schema", async () => keep(await createDatabase(serverUrl, name)));
  if (mode === "start") await stage("Production build", buildApp);
  const env = {
    ...serverEnv({ databaseUrl: database.url, rpcUrl, ...chain }),
    ...(PRICE !== undefined && { PRICE_31337: formatEther(PRICE) }),
    // Where DEPLOY_STRATEGY is queue.
    WORKER_IN_SERVER: "true",
  };
  const server = await stage("Server", async () => run(await startServer(mode, env, PORT)));
  server.child.stderr?.pipe(process.stderr);
  server.child.stdout?.pipe(process.stdout);
  console.log(`
Open http://localhost:${PORT}

  1  Fill in the form, or begin with one of its presets.
  2  Connect a wallet: the demo wallet needs no extension and has play money.
  3  Order, pay, and watch the receipt get its stamps.

Press Ctrl-C to stop. Database and chain start empty on each run.`);
  throw await Promise.race(running.map(({ ended }) => ended));
}
