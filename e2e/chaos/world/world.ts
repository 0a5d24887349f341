import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createTestClient, http, publicActions, type Address } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { z } from "zod";
import { connect, type Database } from "#lib/base/db.ts";
import {
  createDatabase,
  prepareChain,
  serverEnv,
  startChain,
  startPostgres,
  type Postgres,
  type Stoppable,
} from "#lib/local/local.ts";
import type { Taps } from "../node/faulty-proxy.ts";
import { openInstance, type Instance } from "./instance.ts";
import type { StepReport } from "./messages.ts";

export const BLOCK_TIME_MS = 1_000;
const REFUND_DELAY_SECONDS = 1;

/** Everything that a run needs, shared with no other run at the same time. */
export type World = Stoppable & {
  postgres: Postgres;
  database: Database;
  /** Straight to the node, past every proxy. */
  chain: ChainClient;
  checkout: Address;
  /** The servers' own account. */
  sender: PrivateKeyAccount;
  instances: readonly [Instance, Instance];
  taps: Taps;
  /** Each step of each deploy, as the event `step`. */
  steps: EventEmitter<{ step: [StepReport] }>;
};

export type ChainClient = ReturnType<typeof openChainClient>;

function openChainClient(rpcUrl: string) {
  return createTestClient({
    mode: "hardhat",
    chain: hardhat,
    transport: http(rpcUrl, { batch: true }),
    pollingInterval: 100,
    cacheTime: 0,
  }).extend(publicActions);
}

/** One PostgreSQL, one chain with a Checkout, and two servers, each with its own way to the chain. */
export async function openWorld(): Promise<World> {
  const running: Stoppable[] = [];
  const keep = <T extends Stoppable>(part: T): T => {
    running.push(part);
    return part;
  };
  const stop = async () => {
    for (const part of running.toReversed()) await part.stop();
  };
  try {
    const postgres = keep(await startPostgres());
    const { url: databaseUrl } = await createDatabase(postgres.url, "chaos");
    const { rpcUrl } = keep(await startChain({ blockTimeMs: BLOCK_TIME_MS }));
    const { checkout, privateKey } = await prepareChain(rpcUrl, REFUND_DELAY_SECONDS);
    const database = connect(databaseUrl, { max: 5, name: "chaos" });
    keep({ stop: () => database.$client.end() });
    const steps: World["steps"] = new EventEmitter();
    const taps: Taps = { before: new Set(), after: new Set() };
    const env = {
      ...serverEnv({ databaseUrl, rpcUrl, checkout, privateKey }),
      SWEEP_INTERVAL_MS: "1000",
      RETRY_AFTER_SECONDS: "1",
      DEPLOY_TIMEOUT_MS: "10000",
      LOG_LEVEL: "info",
      CRON_SECRET: randomBytes(16).toString("hex"),
    };
    const open = async () =>
      keep(await openInstance({ env, rpcUrl, taps, onStep: (report) => steps.emit("step", report) }));
    const instances = [await open(), await open()] as const;
    const sender = privateKeyToAccount(z.templateLiteral(["0x", z.string()]).parse(privateKey));
    const chain = openChainClient(rpcUrl);
    return { postgres, database, chain, checkout, sender, instances, taps, steps, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves at the next step that `wanted` accepts. */
export async function nextStep(
  { steps }: World,
  wanted: (report: StepReport) => boolean,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const [report]: StepReport[] = await once(steps, "step", { signal });
    if (report && wanted(report)) return;
  }
}
