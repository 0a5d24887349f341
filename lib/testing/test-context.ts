import { randomBytes } from "node:crypto";
import {
  createWalletClient,
  http,
  parseEther,
  publicActions,
  type Address,
  type Chain,
  type Hex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { inject, onTestFinished } from "vitest";
import { createContext, type Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { chainClient, prepareChain } from "#lib/local/chain.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import { serverEnv } from "#lib/local/server.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { orderBody, type OrderBody } from "#lib/shared/order-body.ts";

export type Parts = { env: ReturnType<typeof serverEnv>; rpcUrl: string; stop: () => Promise<void> };

/** A database, a Checkout and a funded server key that no other test shares. */
export async function createParts(rpcUrl = inject("rpcUrl"), refundDelaySeconds = 3600): Promise<Parts> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const database = await createDatabase(inject("postgresUrl"), name, inject("emptyDatabase"));
  const chain = await prepareChain(rpcUrl, refundDelaySeconds);
  // A test that is about the sweep turns it on; in the others it would only be quicker than they are.
  const quiet = { LOG_LEVEL: "silent", SWEEP_INTERVAL_MS: "0" };
  const env = { ...serverEnv({ databaseUrl: database.url, rpcUrl, ...chain }), ...quiet };
  return { env, rpcUrl, stop: database.stop };
}

/** Parts, and the services' context on them, for the length of one test. */
export async function createTestContext(
  overrides: Record<string, string> = {},
  rpcUrl = inject("rpcUrl"),
): Promise<Context & { parts: Parts }> {
  const parts = await createParts(rpcUrl);
  const context = await createContext(parseEnv({ ...parts.env, ...overrides }));
  onTestFinished(async () => {
    await closeContext(context);
    await parts.stop();
  });
  return { ...context, parts };
}

export async function closeContext({ database, lockPool }: Context): Promise<void> {
  await Promise.all([database.$client.end(), lockPool.database.$client.end()]);
}

export type Wallet = ReturnType<typeof walletOf>;

/** A funded wallet of a new person. */
export async function createWallet(rpcUrl = inject("rpcUrl"), chain: Chain = hardhat): Promise<Wallet> {
  const wallet = walletOf(generatePrivateKey(), rpcUrl, chain);
  await chainClient(rpcUrl).setBalance({ address: wallet.account.address, value: parseEther("100") });
  return wallet;
}

function walletOf(privateKey: Hex, rpcUrl: string, chain: Chain) {
  return createWalletClient({
    account: privateKeyToAccount(privateKey),
    chain,
    transport: http(rpcUrl),
    pollingInterval: 100,
    cacheTime: 0,
  }).extend(publicActions);
}

/** The body of an order, valid unless the overrides make it otherwise. */
export function bodyFor(deployer: Address, overrides: Record<string, unknown> = {}): OrderBody {
  return orderBody.parse(rawBody(deployer, overrides));
}

export function rawBody(deployer: Address, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: "Test Token",
    symbol: "TEST",
    decimals: 18,
    supply: "1000000",
    features: { burnable: true },
    deployer,
    salt: `0x${randomBytes(32).toString("hex")}`,
    ...overrides,
  };
}

/** Pays an order on chain, as its browser would, and waits until the payment is mined. */
export async function pay(
  wallet: Wallet,
  order: Pick<Order, "address" | "checkout" | "price">,
  valueWei = BigInt(order.price),
): Promise<Hex> {
  const hash = await wallet.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "pay",
    args: [order.address],
    value: valueWei,
  });
  await wallet.waitForTransactionReceipt({ hash });
  return hash;
}

export function openPayment(wallet: Wallet, order: Pick<Order, "address" | "checkout" | "deployer">) {
  return wallet.readContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "payment",
    args: [order.address, order.deployer],
  });
}
