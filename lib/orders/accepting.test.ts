import { setTimeout as delay } from "node:timers/promises";
import { parseEther, type Address } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { expect, test } from "vitest";
import { NotAcceptingOrders } from "#lib/base/errors/order-errors.ts";
import { checkHealth } from "#lib/base/health.ts";
import { orders } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { chooseSender } from "#lib/lane/lanes.ts";
import { ownChain, placeAndPay, reconfigured } from "#lib/testing/own-chain.ts";
import { bodyFor } from "#lib/testing/test-context.ts";
import { probesOfFunds } from "./accepting.ts";
import { depositFor, readOwedWei } from "./owed.ts";
import { placeOrder, quoteForPayment } from "./place.ts";

test("with an empty account no order is accepted and health says why, until it is refilled", async () => {
  const { context, wallet, chain } = await ownChain();
  const [{ address: sender }] = context.senders;
  const placed = bodyFor(wallet.account.address);
  await placeOrder(context, placed);
  await chain.setBalance({ address: sender, value: 0n });
  await aMoment();

  const body = bodyFor(wallet.account.address);
  await expect(placeOrder(context, body)).rejects.toThrow(NotAcceptingOrders);
  await expect(quoteForPayment(context, body)).rejects.toMatchObject({ code: "not_accepting_orders" });
  await expect(quoteForPayment(context, placed)).rejects.toMatchObject({ retryAfterSeconds: 30 });
  expect(await context.database.$count(orders)).toBe(1);
  const { status, parts } = await checkHealth(context, probesOfFunds(context));
  expect(status).toBe("unavailable");
  expect(parts["chain-31337"]).toEqual({ status: "ok" });
  expect(JSON.stringify(parts["deployer-31337"])).toMatch(
    new RegExp(`The account ${sender} needs 0\\.\\d+ ETH more to deliver`),
  );

  await chain.setBalance({ address: sender, value: parseEther("1") });
  await aMoment();
  expect(await placeOrder(context, body)).toMatchObject({ created: true });
  expect(await quoteForPayment(context, placed)).toMatchObject({ status: "awaiting_payment" });
  expect(await checkHealth(context, probesOfFunds(context))).toMatchObject({ status: "ok" });
});

test("an offer that is over is not made anew while it could not be honoured", async () => {
  const { context, wallet, chain } = await ownChain();
  const body = bodyFor(wallet.account.address);
  const { order } = await placeOrder(context, body);
  await chain.increaseTime({ seconds: 1_000 });
  await empty(context, chain);
  await expect(placeOrder(context, body)).rejects.toThrow(NotAcceptingOrders);
  await chain.setBalance({ address: senderOf(context), value: parseEther("1") });
  await aMoment();
  expect((await placeOrder(context, body)).order.expiresAt.getTime()).toBeGreaterThan(
    order.expiresAt.getTime(),
  );
});

test("what is paid for and what is signed is owed, and an order more is accepted only beyond that", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const [configured] = context.chains;
  if (!configured) throw new Error("a chain is configured");
  const order = await placeAndPay(context, wallet);
  await context.database.update(orders).set({ status: "paid", paidAt: new Date() });
  expect(await readOwedWei(context, configured, senderOf(context))).toBe(depositFor(order.networkWei));

  const deposit = depositFor(order.networkWei);
  await chain.setBalance({ address: senderOf(context), value: deposit * 2n });
  await aMoment();
  await placeOrder(context, bodyFor(wallet.account.address));
  await chain.setBalance({ address: senderOf(context), value: (deposit * 3n) / 2n });
  await aMoment();
  await expect(placeOrder(context, bodyFor(wallet.account.address))).rejects.toThrow(NotAcceptingOrders);

  await chain.setAutomine(false);
  expect(await deploy(context, order)).toMatchObject({ status: "submitted" });
  const [{ mostCostWei } = { mostCostWei: null }] = await context.database.query.transactions.findMany();
  expect(mostCostWei).toBeGreaterThan(0n);
  expect(await readOwedWei(context, configured, senderOf(context))).toBe(mostCostWei);
});

test("what is paid is owed by the account that is to deliver it, and by no other", async () => {
  const { context, wallet } = await ownChain();
  const keys = Array.from({ length: 3 }, () => generatePrivateKey());
  const shared = reconfigured(context, { DEPLOYER_PRIVATE_KEY: keys.join(",") });
  const [configured] = shared.chains;
  if (!configured) throw new Error("a chain is configured");
  const expected = new Map<Address, bigint>();
  for (let count = 0; count < 8; count += 1) {
    const { order } = await placeOrder(context, bodyFor(wallet.account.address));
    const { address } = chooseSender(shared.senders, order.address);
    expected.set(address, (expected.get(address) ?? 0n) + depositFor(order.networkWei));
  }
  await context.database.update(orders).set({ status: "paid", paidAt: new Date() });
  for (const { address } of shared.senders)
    expect(await readOwedWei(shared, configured, address)).toBe(expected.get(address) ?? 0n);
});

test("where tokens are free, an account that can't pay their gas takes no orders either", async () => {
  const { context, wallet, chain } = await ownChain({ PRICE_31337: "0" });
  await chain.setBalance({ address: senderOf(context), value: 10n ** 12n });
  await expect(placeOrder(context, bodyFor(wallet.account.address))).rejects.toThrow(NotAcceptingOrders);
});

type Own = Awaited<ReturnType<typeof ownChain>>;

function senderOf({ senders }: Own["context"]): Address {
  return senders[0].address;
}

async function empty(context: Own["context"], chain: Own["chain"]): Promise<void> {
  await chain.setBalance({ address: senderOf(context), value: 0n });
  await chain.mine({ blocks: 1 });
  await aMoment();
}

/** For so long what was read last is good enough. */
function aMoment(): Promise<void> {
  return delay(1_100);
}
