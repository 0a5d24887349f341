import { asc } from "drizzle-orm";
import { onTestFinished } from "vitest";
import { openChain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { localSender } from "#lib/base/keys/sender.ts";
import { transactions, type OrderRow } from "#lib/base/schema.ts";
import { chainClient, startChain } from "#lib/local/chain.ts";
import { findOrder } from "#lib/orders/find.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { bodyFor, createTestContext, createWallet, pay, type Wallet } from "./test-context.ts";

export async function placeAndPay(context: Context, wallet: Wallet): Promise<OrderRow> {
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  return order;
}

export function reread(context: Context, { address }: OrderRow): Promise<OrderRow> {
  return findOrder(context, { token: address });
}

export function journalOf({ database }: Context) {
  return database.query.transactions.findMany({ orderBy: asc(transactions.id) });
}

type InParts = Context & { parts: { env: Record<string, string> } };

/** The same context, as after a restart with another environment. */
export function reconfigured<T extends InParts>(context: T, overrides: Record<string, string>): T {
  const env = parseEnv({ ...context.parts.env, ...overrides });
  const [first, ...others] = env.DEPLOYER_PRIVATE_KEY.map(localSender);
  if (!first) throw new Error("A test's server has a private key.");
  return {
    ...context,
    env,
    senders: [first, ...others],
    chains: env.chains.map((chain) => openChain(chain)),
  };
}

/** The same context, asking the chain by another address. */
export function through<T extends InParts>(context: T, rpcUrl: string): T {
  return { ...reconfigured(context, { RPC_URL_31337: rpcUrl }), env: context.env, senders: context.senders };
}

/** Chains that no test has just now. Starting one takes a second of a processor. */
const idle: { rpcUrl: string; stop: () => Promise<void> }[] = [];

/** Is called when a file's tests are over. */
export async function stopIdleChains(): Promise<void> {
  await Promise.all(idle.splice(0).map(({ stop }) => stop()));
}

/** A chain that is the test's own until its end, and then again as it was at its beginning. */
async function takeChain(): Promise<string> {
  const chain = idle.pop() ?? (await startChain({ blockTimeMs: 0 }));
  const client = chainClient(chain.rpcUrl);
  const id = await client.snapshot();
  onTestFinished(async () => {
    await client.setIntervalMining({ interval: 0 });
    await client.setAutomine(true);
    await client.revert({ id });
    idle.push(chain);
  });
  return chain.rpcUrl;
}

/** A context on a chain of its own, whose blocks and state the test may play with. */
export async function ownChain(overrides: Record<string, string> = {}) {
  const rpcUrl = await takeChain();
  const context = await createTestContext(overrides, rpcUrl);
  return { context, wallet: await createWallet(rpcUrl), chain: chainClient(rpcUrl), rpcUrl };
}
