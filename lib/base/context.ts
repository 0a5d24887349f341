import "server-only";
import { createLockPool, type LockPool } from "#lib/base/lock/lock.ts";
import { openChain, type Chain } from "./chains.ts";
import { connect, type Database } from "./db.ts";
import { parseEnv, type Env } from "./env.ts";
import { followRates, type FiatRates } from "./outside/fiat-rates.ts";
import { createLogger, type Logger } from "./log.ts";

/** Everything of the outside world that the services work with. */
export type Context = {
  env: Env;
  database: Database;
  lockPool: LockPool;
  chains: readonly Chain[];
  rates: FiatRates;
  log: Logger;
};

/** @throws {InvalidEnvironment} */
export function createContext(env: Env): Context {
  const log = createLogger(env.LOG_LEVEL);
  return {
    env,
    database: connect(env.DATABASE_URL, { max: env.DATABASE_POOL_SIZE, name: "coinwright" }),
    lockPool: createLockPool(env.DATABASE_URL, env.LOCK_POOL_SIZE),
    chains: env.chains.map((chain) => openChain(chain, log)),
    rates: followRates(env.FIAT_RATES_URL, log),
    log,
  };
}

// Next.js bundles each entry point apart, and reloads modules in development: one process still shares one context.
declare global {
  var coinwright: Context | undefined;
}

/** This process's context, opened when first asked for. @throws {InvalidEnvironment} */
export function getContext(): Context {
  globalThis.coinwright ??= createContext(parseEnv());
  return globalThis.coinwright;
}
