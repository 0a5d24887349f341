import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { hardhat, localhost } from "viem/chains";
import { expect, onTestFinished, test } from "vitest";
import { createContext } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { openSenders } from "#lib/base/keys/open-senders.ts";
import { chainLock } from "#lib/base/lock/lock-key.ts";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { lockOf } from "#lib/deploy/strategies.ts";
import { chainClient, startChain } from "#lib/local/chain.ts";
import { findOrder } from "#lib/orders/find.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { ownChain, placeAndPay, reread } from "#lib/testing/own-chain.ts";
import { bodyFor, closeContext, createParts, createWallet, pay } from "#lib/testing/test-context.ts";
import { sweepUntil } from "./loop.ts";

test("a chain that stands still with paid orders on it does not hold up an order on another", async () => {
  const { context, still, healthyWallet, stillWallet } = await twoChains();
  for (let index = 0; index < 3; index += 1) {
    const body = bodyFor(stillWallet.account.address, { chainId: localhost.id });
    await pay(stillWallet, toOrder((await placeOrder(context, body)).order));
  }
  await still.setAutomine(false);
  const ending = new AbortController();
  const sweeping = sweepUntil(context, ending.signal);
  // By then the sweep waits for the blocks of the chain that makes none.
  await delay(3_000);
  const body = bodyFor(healthyWallet.account.address, { chainId: hardhat.id });
  const { order } = await placeOrder(context, body);
  await pay(healthyWallet, toOrder(order));
  const paidAt = performance.now();
  while ((await findOrder(context, { token: order.address, chainId: hardhat.id })).status !== "deployed")
    await delay(100);
  expect(performance.now() - paidAt).toBeLessThan(10_000);
  ending.abort();
  await sweeping;
});

test("what following the events finds is delivered at once, not by the next round", async () => {
  const { context, wallet } = await ownChain({ SWEEP_INTERVAL_MS: "8000" });
  const ending = new AbortController();
  const sweeping = sweepUntil(context, ending.signal);
  for (let orders = 0; orders < 2; orders += 1) {
    const order = await placeAndPay(context, wallet);
    const status = async () => (await reread(context, order)).status;
    await expect.poll(status, { timeout: 15_000 }).not.toBe("awaiting_payment");
    await expect.poll(status, { timeout: 2_500 }).toBe("deployed");
  }
  ending.abort();
  await sweeping;
});

test("a verifier that never answers holds up no order", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const address = silent.address();
  const port = typeof address === "object" ? address?.port : undefined;
  let asked = 0;
  silent.on("request", () => (asked += 1));
  const { context, wallet } = await ownChain({
    SWEEP_INTERVAL_MS: "200",
    SOURCIFY_URL: `http://127.0.0.1:${port}`,
  });
  const ending = new AbortController();
  const sweeping = sweepUntil(context, ending.signal);
  for (let orders = 1; orders <= 2; orders += 1) {
    const order = await placeAndPay(context, wallet);
    const status = async () => (await reread(context, order)).status;
    await expect.poll(status, { timeout: 10_000 }).toBe("deployed");
    await expect.poll(() => asked, { timeout: 10_000 }).toBe(1);
  }
  const endedAt = performance.now();
  ending.abort();
  await sweeping;
  expect(performance.now() - endedAt).toBeLessThan(5_000);
});

async function twoChains() {
  const parts = await createParts();
  const { rpcUrl, stop } = await startChain({ blockTimeMs: 0, chainId: localhost.id });
  const still = chainClient(rpcUrl);
  const [deployer] = await openSenders(parseEnv(parts.env));
  await still.setBalance({ address: deployer.address, value: 10n ** 21n });
  const checkout = await deployCheckout({
    rpcUrl,
    deployer,
    treasury: deployer.address,
    refundDelaySeconds: 3_600,
  });
  const env = parseEnv({
    ...parts.env,
    CHAIN_IDS: `${hardhat.id},${localhost.id}`,
    RPC_URL_1337: rpcUrl,
    CHECKOUT_1337: checkout,
    PRICE_1337: "0.01",
    SWEEP_INTERVAL_MS: "200",
  });
  const context = await createContext(env);
  onTestFinished(async () => {
    await closeContext(context);
    await stop();
    await parts.stop();
  });
  const { address } = deployer;
  expect(lockOf(context, { chainId: localhost.id, deployer: address, address })).toBe(
    chainLock(localhost.id),
  );
  const stillWallet = await createWallet(rpcUrl, localhost);
  return { context, still, stillWallet, healthyWallet: await createWallet() };
}
