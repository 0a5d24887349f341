import { randomBytes } from "node:crypto";
import { createContext, type Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import type { Keep } from "#lib/local/process.ts";
import { serverEnv } from "#lib/local/server.ts";
import type { Setting } from "../measure/section.ts";
import { openBenchChain, type BenchChain, type NodeKind } from "./bench-chain.ts";

/** A database and a chain that no other measurement uses. */
export type BenchWorld = {
  chain: BenchChain;
  /** The environment of a server on them. */
  env: Record<string, string>;
  /** The services in this process, on the same database and chain. */
  context: Context;
};

type Wanted = {
  /** How many accounts deliver. */
  lanes?: number;
  kind?: NodeKind;
  /** Of a block, on anvil. */
  gasLimit?: number;
  /** What is not as a server has it by default. */
  env?: Record<string, string>;
};

/** The sweep is off, so that what is measured is what is asked for, unless `env` turns it on. */
export async function openBenchWorld(
  keep: Keep,
  { postgresUrl }: Setting,
  { lanes = 1, kind = "anvil", gasLimit = 30_000_000, env: overrides = {} }: Wanted = {},
): Promise<BenchWorld> {
  const database = keep(await createDatabase(postgresUrl, `bench_${randomBytes(4).toString("hex")}`));
  const chain = await openBenchChain(keep, { kind, gasLimit });
  const keys = await Promise.all(Array.from({ length: lanes }, chain.fundedKey));
  const env = {
    ...serverEnv({
      databaseUrl: database.url,
      rpcUrl: chain.rpcUrl,
      checkout: chain.checkout,
      privateKey: keys.map(({ privateKey }) => privateKey).join(","),
    }),
    LOG_LEVEL: "error",
    SWEEP_INTERVAL_MS: "0",
    ...overrides,
  };
  const context = await createContext(parseEnv({ ...env, LOG_LEVEL: "silent" }));
  keep({
    stop: async () => {
      await Promise.all([context.database.$client.end(), context.lockPool.database.$client.end()]);
    },
  });
  return { chain, env, context };
}
