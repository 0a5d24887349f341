import "server-only";
import { createLockPool, type LockPool } from "#lib/base/lock/lock.ts";
import { openSenders } from "#lib/base/keys/open-senders.ts";
import type { Senders } from "#lib/base/keys/sender.ts";
import { openChain, type Chain } from "./chains.ts";
import { connect, type Database } from "./db.ts";
import { parseEnv, type Env } from "./env.ts";
import { followRates, type FiatRates } from "./outside/fiat-rates.ts";
import { createLogger, type Logger } from "./log.ts";

/** Everything of the outside world that the services work with. */
export type Context = {
  env: Env;
  /** The accounts that deliver. */
  senders: Senders;
  database: Database;
  lockPool: LockPool;
  chains: readonly Chain[];
  rates: FiatRates;
  log: Logger;
};

/** @throws {InvalidEnvironment} also where a key that it names is not there */
export async function createContext(env: Env): Promise<Context> {
  const log = createLogger(env.LOG_LEVEL);
  const senders = await openSenders(env, log);
  return {
    env,
    senders,
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

/** Opens this process's context, once, before anything asks for it. @throws {InvalidEnvironment} */
export async function openContext(): Promise<Context> {
  globalThis.coinwright ??= await createContext(parseEnv());
  return globalThis.coinwright;
}

/** This process's context. A server has none before it has started. */
export function getContext(): Context {
  if (!globalThis.coinwright) throw new Error("The context is opened before the first request.");
  return globalThis.coinwright;
}
