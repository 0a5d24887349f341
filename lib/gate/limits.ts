import "server-only";
import type { Address } from "viem";
import { getContext, type Context } from "#lib/base/context.ts";
import { connect } from "#lib/base/db.ts";
import { RateLimited } from "#lib/base/errors/request-errors.ts";
import { openAllowance } from "./allowance.ts";
import { openPaidOrders } from "./paid-orders.ts";

/** A page that follows its order asks less than twice a second. */
const PAID_PER_MINUTE = 600;
/** Orders in one wallet's name, by whoever; and by one address once there were so many. */
const WALLET_PER_MINUTE = 30;
const WALLET_PER_MINUTE_EACH = 3;
const DATABASE_TIMEOUT_MS = 3_000;

/**
 * Each of these answers 0, or in how many milliseconds to come again. `client` is whom the request counts for. They
 * don't throw, since the bundle that has opened them knows another class of error than the one that asks.
 */
export type Limits = {
  /** Any request. */
  admit: (client: string) => Promise<number>;
  /**
   * A request about an order. Where the client has asked too much, one about a paid order is still admitted, out of an
   * allowance that the order has with this client: who shares an address is not kept from what they have paid.
   */
  admitFor: (client: string, token: Address) => Promise<number>;
  /**
   * An order in a wallet's name. Anybody may name any wallet, so a flood in one's name is refused to those who make
   * it, and not to who orders there once.
   */
  admitOrder: (client: string, deployer: Address) => Promise<number>;
  close: () => Promise<void>;
};

const unlimited: Limits = {
  admit: async () => 0,
  admitFor: async () => 0,
  admitOrder: async () => 0,
  close: async () => undefined,
};

/** Limits over all instances on the context's database; none where `RATE_LIMIT` is 0. */
export function openLimits({ env, database }: Context): Limits {
  if (env.RATE_LIMIT === 0) return unlimited;
  // A database that is slow must not make counting slow: there is memory to count in.
  const counting = connect(env.DATABASE_URL, {
    max: 2,
    name: "coinwright-limits",
    queryTimeoutMs: DATABASE_TIMEOUT_MS,
    connectTimeoutMs: DATABASE_TIMEOUT_MS,
  });
  const ofClients = openAllowance(counting, "client", env.RATE_LIMIT);
  const ofOrders = openAllowance(counting, "order", PAID_PER_MINUTE);
  const ofWallets = openAllowance(counting, "wallet", WALLET_PER_MINUTE);
  const ofWalletsEach = openAllowance(counting, "wallet-of", WALLET_PER_MINUTE_EACH);
  const isPaid = openPaidOrders({ database, env });
  return {
    admit: (client) => ofClients.take(client),
    admitFor: async (client, token) => {
      const waitMs = await ofClients.take(client);
      if (waitMs === 0) return 0;
      const isExempt = await isPaid(token).catch(() => false);
      return isExempt ? ofOrders.take(`${token.toLowerCase()} ${client}`) : waitMs;
    },
    admitOrder: async (client, deployer) => {
      const wallet = deployer.toLowerCase();
      const waitMs = await ofWallets.take(wallet);
      return waitMs === 0 ? 0 : ofWalletsEach.take(`${wallet} ${client}`);
    },
    close: () => counting.$client.end(),
  };
}

// As the context, one for all of a process.
declare global {
  var coinwrightLimits: Limits | undefined;
}

/** This process's limits, opened when first asked for. */
export function getLimits(): Limits {
  globalThis.coinwrightLimits ??= openLimits(getContext());
  return globalThis.coinwrightLimits;
}

/** @param waitMs 0 where it is admitted @throws {RateLimited} */
export function requireAdmitted(waitMs: number): void {
  if (waitMs > 0) throw new RateLimited(waitMs);
}
