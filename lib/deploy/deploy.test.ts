import { expect, test } from "vitest";
import { DeploymentInProgress, PaymentRequired, Refunded } from "#lib/base/errors/order-errors.ts";
import { deployerLock, GLOBAL_LOCK, lockKey } from "#lib/base/lock/lock-key.ts";
import { withLock } from "#lib/base/lock/lock.ts";
import { orders, transactions } from "#lib/base/schema.ts";
import { chainClient } from "#lib/local/chain.ts";
import { findOrder } from "#lib/orders/find.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { checkoutAbi, tokenAbi } from "#lib/shared/abi.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import { bodyFor, createTestContext, createWallet, openPayment, pay } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";

test("a paid order becomes exactly its token, and its payment is captured with it", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const body = bodyFor(wallet.account.address, {
    name: "Grüße ☕",
    symbol: "GRÜ",
    decimals: 6,
    supply: "1234.5",
    features: onlyFeatures("mintable", "pausable"),
    cap: "5000",
  });
  const { order } = await placeOrder(context, body);
  const payTx = await pay(wallet, toOrder(order));

  const { status, order: deployed } = await deploy(context, order);

  expect(status).toBe("deployed");
  expect(deployed).toMatchObject({ status: "deployed", payTx, failure: null });
  expect(deployed.address).toBe(order.address);
  const token = { address: order.address, abi: tokenAbi } as const;
  expect(await wallet.readContract({ ...token, functionName: "name" })).toBe("Grüße ☕");
  expect(await wallet.readContract({ ...token, functionName: "symbol" })).toBe("GRÜ");
  expect(await wallet.readContract({ ...token, functionName: "decimals" })).toBe(6);
  expect(await wallet.readContract({ ...token, functionName: "totalSupply" })).toBe(1_234_500_000n);
  expect(await wallet.readContract({ ...token, functionName: "owner" })).toBe(wallet.account.address);
  expect(await openPayment(wallet, toOrder(order))).toEqual([0n, 0n]);
  const earned = await wallet.readContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "earned",
  });
  expect(earned).toBe(order.serviceFeeWei + order.networkWei);
});

test("an order without a payment, or with too small a one, is not deployed", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await expect(deploy(context, order)).rejects.toThrow(PaymentRequired);
  await pay(wallet, toOrder(order), 1n);
  await expect(deploy(context, order)).rejects.toThrow(PaymentRequired);
  expect(await context.database.$count(transactions)).toBe(0);
  expect(await wallet.getCode({ address: order.address })).toBeUndefined();
});

test("a refunded order is not deployed, and is again once it is paid again", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  await chainClient(context.parts.rpcUrl).increaseTime({ seconds: 3600 });
  const hash = await wallet.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "refund",
    args: [order.address],
  });
  await wallet.waitForTransactionReceipt({ hash });

  await expect(deploy(context, order)).rejects.toThrow(Refunded);
  expect(await findOrder(context, { token: order.address })).toMatchObject({ status: "refunded" });

  await pay(wallet, toOrder(order));
  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
});

test("while another session holds the lock nothing happens, and when it lets go the deploy runs", async () => {
  const context = await createTestContext({ PRICE_31337: "0" });
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const holder = await context.database.$client.connect();
  await holder.query("select pg_advisory_lock($1)", [lockKey(GLOBAL_LOCK)]);
  await expect(deploy(context, order)).rejects.toThrow(DeploymentInProgress);
  expect(await context.database.$count(transactions)).toBe(0);
  await holder.query("select pg_advisory_unlock($1)", [lockKey(GLOBAL_LOCK)]);
  holder.release();
  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
});

test("with a lock per deployer, one wallet's deploy does not refuse another's", async () => {
  const context = await createTestContext({ PRICE_31337: "0", DEPLOY_STRATEGY: "per-deployer" });
  const [busy, idle] = [await createWallet(), await createWallet()];
  const { order: refused } = await placeOrder(context, bodyFor(busy.account.address));
  const { order: deployed } = await placeOrder(context, bodyFor(idle.account.address));
  const lock = { name: deployerLock(busy.account.address), idleTimeoutMs: 60_000 };
  await withLock(context.lockPool, lock, async () => {
    await expect(deploy(context, refused)).rejects.toThrow(DeploymentInProgress);
    expect(await deploy(context, deployed)).toMatchObject({ status: "deployed" });
  });
});

test("nobody is asked to pay where there is no Checkout", async () => {
  const nowhere = "0x000000000000000000000000000000000000dEaD";
  const context = await createTestContext({ CHECKOUT_31337: nowhere });
  const { account } = await createWallet();
  await expect(placeOrder(context, bodyFor(account.address))).rejects.toMatchObject({
    code: "chain_unavailable",
  });
  expect(await context.database.$count(orders)).toBe(0);
});

test("a token that a stranger delivered early is recorded, and the buyer's payment is still captured", async () => {
  const context = await createTestContext();
  const [buyer, stranger] = [await createWallet(), await createWallet()];
  const { order } = await placeOrder(context, bodyFor(buyer.account.address));
  await pay(buyer, toOrder(order));
  const hash = await stranger.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode, stranger.account.address, 0n],
  });
  await stranger.waitForTransactionReceipt({ hash });
  expect(await openPayment(buyer, toOrder(order))).not.toEqual([0n, 0n]);
  // Since its delivery the owner may do with the token what they like.
  const burn = await buyer.writeContract({
    address: order.address,
    abi: tokenAbi,
    functionName: "burn",
    args: [1n],
  });
  await buyer.waitForTransactionReceipt({ hash: burn });

  expect(await deploy(context, order)).toMatchObject({ status: "deployed", order: { deployTx: hash } });
  expect(await openPayment(buyer, toOrder(order))).toEqual([0n, 0n]);
});

test("a delivery by a stranger that captured the payment is recorded without another transaction", async () => {
  const context = await createTestContext();
  const [buyer, stranger] = [await createWallet(), await createWallet()];
  const { order } = await placeOrder(context, bodyFor(buyer.account.address));
  await pay(buyer, toOrder(order));
  const hash = await stranger.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode, buyer.account.address, order.serviceFeeWei + order.networkWei],
  });
  await stranger.waitForTransactionReceipt({ hash });
  expect(await deploy(context, order)).toMatchObject({ status: "deployed", order: { deployTx: hash } });
  expect(await context.database.$count(transactions)).toBe(0);
});

test("a buyer whose token somebody else paid for keeps a payment that can be refunded", async () => {
  const context = await createTestContext();
  const [buyer, stranger] = [await createWallet(), await createWallet()];
  const { order } = await placeOrder(context, bodyFor(buyer.account.address));
  await pay(buyer, toOrder(order));
  await pay(stranger, toOrder(order), 1n);
  const hash = await stranger.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode, stranger.account.address, 1n],
  });
  await stranger.waitForTransactionReceipt({ hash });
  const [, refundableAt] = await openPayment(buyer, toOrder(order));
  expect(await deploy(context, order)).toMatchObject({
    status: "deployed",
    order: { deployTx: hash, refundableAt: new Date(Number(refundableAt) * 1000) },
  });
});
