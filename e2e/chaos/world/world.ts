import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { isDeepStrictEqual } from "node:util";
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { connect, type Database } from "#lib/base/db.ts";
import { createDatabase, type Postgres, startPostgres } from "#lib/local/postgres.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { findProgram } from "#lib/local/distribution/find-program.ts";
import { startRedis, type LocalRedis } from "#lib/local/distribution/redis.ts";
import { openTestChain, type TestChain } from "../node/test-chain.ts";
import type { NodeKind, Setting } from "../plan/plan.ts";
import { openInstance, type Instance, type Setup } from "./instance.ts";
import { openFaultyLine, type FaultyLine } from "./faulty-line.ts";
import type { StepReport } from "./messages.ts";

/** Everything that a run needs, shared with no other run at the same time. */
export type World = Stoppable & {
  postgres: Postgres;
  /** Null where Redis is not installed; then PostgreSQL keeps the queue. */
  redis: LocalRedis | null;
  /** The servers' way to it. */
  redisLine: FaultyLine | null;
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

/** One PostgreSQL, one Redis, two chains with a Checkout each, and two servers, each with its own way to the chains. */
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
    const redis = findProgram("redis-server") ? keep(await startRedis()) : null;
    const redisLine = redis && keep(await openFaultyLine(redis.url));
    const steps: World["steps"] = new EventEmitter();
    const base = { DATABASE_URL: databaseUrl, DEPLOYER_PRIVATE_KEY: privateKey };
    const setupOf = (wanted: Setting): Setup => ({
      env: { ...base, ...envOf(chains, wanted), ...queueEnv(wanted, redisLine?.url) },
      hasWorker: wanted.strategy !== "global",
    });
    const onStep = (report: StepReport) => steps.emit("step", report);
    const open = async () => keep(await openInstance({ setup: setupOf(setting), chains, onStep }));
    const instances = [await open(), await open()] as const;
    const world: World = {
      postgres,
      redis,
      redisLine,
      database,
      chains,
      sender,
      instances,
      steps,
      setting,
      arrange: async (wanted) => {
        if (isSame(wanted, world.setting)) return;
        await Promise.all(instances.map((instance) => instance.restartWith(setupOf(wanted))));
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
  return isDeepStrictEqual(one, other);
}

/** A queue has workers beside the servers, which only take orders. */
function queueEnv({ strategy }: Setting, redisUrl: string | undefined): Record<string, string> {
  const queue = { DEPLOY_STRATEGY: "queue", WORKER_IN_SERVER: "false" };
  switch (strategy) {
    case "global":
      return {};
    case "redis queue":
      return redisUrl === undefined ? queue : { ...queue, QUEUE_URL: redisUrl };
    case "postgres queue":
      return queue;
    default:
      throw new Error("unknown strategy", { cause: strategy satisfies never });
  }
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
