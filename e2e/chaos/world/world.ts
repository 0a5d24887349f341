import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { Address } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { z } from "zod";
import { connect, type Database } from "#lib/base/db.ts";
import { prepareChain, startChain } from "#lib/local/chain.ts";
import { createDatabase, type Postgres, startPostgres } from "#lib/local/postgres.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { serverEnv } from "#lib/local/server.ts";
import { BLOCK_TIME_MS, openChainClient, type ChainClient } from "../node/chain-client.ts";
import type { Taps } from "../node/faulty-proxy.ts";
import { openInstance, type Instance } from "./instance.ts";
import type { StepReport } from "./messages.ts";

const REFUND_DELAY_SECONDS = 1;

/** Everything that a run needs, shared with no other run at the same time. */
export type World = Stoppable & {
  postgres: Postgres;
  database: Database;
  chain: ChainClient;
  checkout: Address;
  /** The servers' own account. */
  sender: PrivateKeyAccount;
  instances: readonly [Instance, Instance];
  taps: Taps;
  /** Each step of each deploy, as the event `step`. */
  steps: EventEmitter<{ step: [StepReport] }>;
};

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
