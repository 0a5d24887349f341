import { randomBytes } from "node:crypto";
import { prepareChain, startChain } from "#lib/local/chain.ts";
import { createDatabase, startPostgres } from "#lib/local/postgres.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { runNode, stage } from "./stages.ts";

/** `demo.ts` runs the production build, `demo.ts dev` reloads as files change; the parts are the same. */
const mode = process.argv[2] === "dev" ? "dev" : "start";
const BLOCK_TIME_MS = 1_000;
const REFUND_DELAY_SECONDS = 600;

const running: Stoppable[] = [];
let stopping: Promise<void> | undefined;

async function stopAll(): Promise<void> {
  for (const part of running.toReversed())
    await part
      .stop()
      .catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopping ??= stopAll().then(() => process.exit(0));
  });
}

function keep<T extends Stoppable>(part: T): T {
  running.push(part);
  return part;
}

async function start(): Promise<string> {
  const serverUrl =
    process.env.DATABASE_URL ?? (await stage("PostgreSQL", async () => keep(await startPostgres()))).url;
  const rpcUrl =
    process.env.RPC_URL_31337 ??
    (await stage("Local chain", async () => keep(await startChain({ blockTimeMs: BLOCK_TIME_MS })))).rpcUrl;
  const chain = await stage("Checkout contract", () => prepareChain(rpcUrl, REFUND_DELAY_SECONDS));
  const name = `coinwright_${randomBytes(4).toString("hex")}`;
  const database = await stage("Database schema", async () => keep(await createDatabase(serverUrl, name)));
  if (mode === "start")
    await stage("Production build", () => runNode(["node_modules/next/dist/bin/next", "build"]));
  const price = process.env["PRICE_31337"];
  const env = {
    ...serverEnv({ databaseUrl: database.url, rpcUrl, ...chain }),
    ...(price && { PRICE_31337: price }),
  };
  const port = Number(process.env.PORT) || 3000;
  const server = await stage("Server", async () => keep(await startServer(mode, env, port)));
  server.child.stderr?.pipe(process.stderr);
  server.child.stdout?.pipe(process.stdout);
  return `http://localhost:${port}`;
}

console.log("Starting Coinwright on this machine alone:");
try {
  const url = await start();
  console.log(`
Open ${url}

  1  Fill in the form, or keep what it suggests.
  2  Connect a wallet: the demo wallet needs no extension and has play money.
  3  Order, pay, and watch the receipt get its stamps.

Press Ctrl-C to stop. Database and chain start empty on each run.`);
} catch (error) {
  if (!stopping) console.error(error instanceof Error ? error.message : error);
  await stopAll();
  process.exit(1);
}
