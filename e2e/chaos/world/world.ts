import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { connect, type Database } from "#lib/base/db.ts";
import { createDatabase, type Postgres, startPostgres } from "#lib/local/postgres.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { openTestChain, type TestChain } from "../node/test-chain.ts";
import type { NodeKind, Setting } from "../plan/plan.ts";
import { openInstance, type Instance } from "./instance.ts";
import type { StepReport } from "./messages.ts";

/** Everything that a run needs, shared with no other run at the same time. */
export type World = Stoppable & {
  postgres: Postgres;
  database: Database;
  chains: Record<NodeKind, TestChain>;
  /** The servers' own account, the same on every chain. */
  sender: PrivateKeyAccount;
  instances: readonly [Instance, Instance];
  /** Each step of each deploy, as the event `step`. */
  steps: EventEmitter<{ step: [StepReport] }>;
  /** How its servers are configured. */
  setting: Setting;
  /** Starts the servers anew where they are configured in another way. */
  arrange: (setting: Setting) => Promise<void>;
};

/** One PostgreSQL, two chains with a Checkout each, and two servers, each with its own way to the chains. */
export async function openWorld(setting: Setting): Promise<World> {
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
    const privateKey = generatePrivateKey();
    const sender = privateKeyToAccount(privateKey);
    const chains = {
      hardhat: keep(await openTestChain("hardhat", sender)),
      anvil: keep(await openTestChain("anvil", sender)),
    };
    const database = connect(databaseUrl, { max: 5, name: "chaos" });
    keep({ stop: () => database.$client.end() });
    const steps: World["steps"] = new EventEmitter();
    const env = { DATABASE_URL: databaseUrl, DEPLOYER_PRIVATE_KEY: privateKey, ...envOf(chains, setting) };
    const open = async () =>
      keep(await openInstance({ env, chains, onStep: (report) => steps.emit("step", report) }));
    const instances = [await open(), await open()] as const;
    const world: World = {
      postgres,
      database,
      chains,
      sender,
      instances,
      steps,
      setting,
      arrange: async (wanted) => {
        if (isSame(wanted, world.setting)) return;
        await Promise.all(instances.map((instance) => instance.restartWith(envOf(chains, wanted))));
        world.setting = wanted;
      },
      stop,
    };
    return world;
  } catch (error) {
    await stop();
    throw error;
  }
}

export function isSame(one: Setting, other: Setting): boolean {
  return one.confirmations === other.confirmations && one.rateLimit === other.rateLimit;
}

function envOf(chains: World["chains"], { confirmations, rateLimit }: Setting): Record<string, string> {
  const all = Object.values(chains);
  const each = all.flatMap(({ id, rpcUrl, checkout }): [string, string][] => [
    [`PUBLIC_RPC_URL_${id}`, rpcUrl],
    [`CHECKOUT_${id}`, checkout],
    [`PRICE_${id}`, "0.01"],
    [`CONFIRMATIONS_${id}`, String(confirmations)],
  ]);
  return {
    ...Object.fromEntries<string>(each),
    CHAIN_IDS: all.map(({ id }) => id).join(),
    SWEEP_INTERVAL_MS: "1000",
    RETRY_AFTER_SECONDS: "1",
    DEPLOY_TIMEOUT_MS: "10000",
    LOG_LEVEL: "info",
    RATE_LIMIT: String(rateLimit),
    // The harness says whose each request is, as a proxy does.
    TRUSTED_PROXIES: "127.0.0.1",
    CRON_SECRET: randomBytes(16).toString("hex"),
  };
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
