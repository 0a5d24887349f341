import { asc, eq } from "drizzle-orm";
import { encodeErrorResult, parseEther } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { openChain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { DeploymentFailed, PaymentRequired, Refunded } from "#lib/base/errors/order-errors.ts";
import { toAppError } from "#lib/base/errors/to-app-error.ts";
import { orders, transactions } from "#lib/base/schema.ts";
import { chainClient } from "#lib/local/chain.ts";
import { findOrder } from "#lib/orders/find.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { ownChain, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, createTestContext, createWallet, pay } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";

test("a delivery that is not mined by the deadline is submitted, and the next call goes on from there", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  await chain.setAutomine(false);

  const first = await deploy(context, order);
  expect(first).toMatchObject({ status: "submitted", order: { status: "submitted" } });
  expect(await deploy(context, order)).toEqual(first);
  await chain.mine({ blocks: 1 });
  const { status, order: deployed } = await deploy(context, order);
  expect(status).toBe("deployed");
  expect(deployed.deployTx).toBe(first.order.deployTx);
});

test("a delivery that lost to a refund in its own block is closed, and the order refunded", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  await chain.increaseTime({ seconds: 3600 });
  await chain.mine({ blocks: 1 });
  await chain.setAutomine(false);
  expect(await deploy(context, order)).toMatchObject({ status: "submitted" });
  const refund = {
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "refund",
    args: [order.address],
  } as const;
  const hash = await wallet.writeContract({
    ...refund,
    gas: 100_000n,
    maxPriorityFeePerGas: 10n ** 11n,
    maxFeePerGas: 10n ** 12n,
  });
  await chain.mine({ blocks: 1 });
  expect(await wallet.getTransactionReceipt({ hash })).toMatchObject({ status: "success" });

  await expect(deploy(context, order)).rejects.toThrow(Refunded);
  await chain.setAutomine(true);
  await pay(wallet, toOrder(order));
  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
  const journal = await context.database.query.transactions.findMany({ orderBy: asc(transactions.id) });
  expect(journal.map(({ outcome }) => outcome)).toEqual(["reverted", "mined"]);
});

test("an order is deployed only with all the confirmations that its chain is configured with", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000", CONFIRMATIONS_31337: "3" });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  expect(await deploy(context, order)).toMatchObject({ status: "submitted" });
  await chain.mine({ blocks: 1 });
  expect(await deploy(context, order)).toMatchObject({ status: "submitted" });
  await chain.mine({ blocks: 1 });
  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
});

test("a payment that a reorganisation removed is awaited again", async () => {
  const { context, wallet, chain } = await ownChain();
  const [sender] = context.senders;
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const before = await chain.snapshot();
  await pay(wallet, toOrder(order));
  await chain.setBalance({ address: sender.address, value: 1n });
  await expect(deploy(context, order)).rejects.toMatchObject({ code: "deployer_out_of_funds" });
  expect(await findOrder(context, { token: order.address })).toMatchObject({ status: "submitted" });
  await chain.revert({ id: before });
  await expect(deploy(context, order)).rejects.toThrow(PaymentRequired);
  const unpaid = await findOrder(context, { token: order.address });
  expect(unpaid).toMatchObject({ status: "awaiting_payment", payTx: null, paidAt: null });
});

test("two instances that both believe to hold the lock still sign one delivery", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  // Different strategies take different locks, which is what two holders of a lost lock amount to.
  const other: Context = { ...context, env: { ...context.env, DEPLOY_STRATEGY: "per-deployer" } };
  const [first, second] = await Promise.all([deploy(context, order), deploy(other, order)]);
  expect(first.order.deployTx).toBe(second.order.deployTx);
  expect(await context.database.$count(transactions)).toBe(1);
});

test("a token that differs from its order is not called deployed", async () => {
  const context = await createTestContext({ PRICE_31337: "0" });
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await context.database
    .update(orders)
    .set({ symbol: "OTHER", supplyUnits: 1n })
    .where(eq(orders.id, order.id));
  const changed = await findOrder(context, { token: order.address });
  await expect(deploy(context, changed)).rejects.toThrow(/differs from its order in symbol, supply/);
  expect(await findOrder(context, { token: order.address })).toMatchObject({ status: "submitted" });
});

test("a node's internal error is no verdict on the order", async () => {
  const { context, wallet } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  const proxy = await startRecordingProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  proxy.refuse = (method) =>
    method === "eth_estimateGas" ? { code: -32603, message: "Internal error" } : null;
  const { chains: chainEnvs } = parseEnv({ ...context.parts.env, RPC_URL_31337: proxy.url });
  const chains = chainEnvs.map((chain) => openChain(chain));
  const failing = await deploy({ ...context, chains }, order).catch((error: unknown) => toAppError(error));
  expect(failing).toMatchObject({ code: "chain_unavailable" });
  expect(await findOrder(context, { token: order.address })).toMatchObject({ status: "paid", failure: null });
});

test("an estimate is asked for at the block that the order was read at, so a node one block behind is no verdict", async () => {
  const { context, wallet, rpcUrl } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  const proxy = await startRecordingProxy(rpcUrl);
  onTestFinished(proxy.stop);
  const unpaid = encodeErrorResult({
    abi: checkoutAbi,
    errorName: "Unpaid",
    args: [order.address, order.deployer, 0n, 1n],
  });
  proxy.refuse = (method, [, block]) => {
    if (method !== "eth_estimateGas") return null;
    // What is asked for without a block is answered by what such a node takes for the last one.
    return typeof block === "string" && block.startsWith("0x")
      ? { code: -32000, message: "header not found" }
      : { code: 3, message: "execution reverted", data: unpaid };
  };
  for (let attempt = 0; attempt < 3; attempt += 1)
    await expect(deploy(through(context, proxy.url), order)).rejects.toSatisfy(
      (error) => toAppError(error).code === "chain_unavailable",
    );
  expect(await findOrder(context, { token: order.address })).toMatchObject({ status: "paid", failure: null });
  proxy.refuse = null;
  expect(await deploy(through(context, proxy.url), order)).toMatchObject({ status: "deployed" });
});

test("a foreign transaction that took the journaled nonce does not stop the order", async () => {
  const context = await createTestContext({ DEPLOY_TIMEOUT_MS: "5000" });
  const wallet = await createWallet();
  const chain = chainClient(context.parts.rpcUrl);
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  const [sender] = context.senders;
  // The server can't pay the gas, so its journaled transaction never reaches the chain.
  await chain.setBalance({ address: sender.address, value: 1n });
  await expect(deploy(context, order)).rejects.toMatchObject({ code: "deployer_out_of_funds" });
  expect(await context.database.$count(transactions)).toBe(1);
  await chain.setBalance({ address: sender.address, value: parseEther("100") });
  const foreign = await sender.signTransaction({
    type: "eip1559",
    chainId: 31337,
    nonce: await chain.getTransactionCount({ address: sender.address }),
    to: wallet.account.address,
    gas: 21_000n,
    maxFeePerGas: parseEther("0.00000001"),
    maxPriorityFeePerGas: 1n,
  });
  await chain.waitForTransactionReceipt({
    hash: await chain.sendRawTransaction({ serializedTransaction: foreign }),
  });

  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
  const journal = await context.database.query.transactions.findMany({ orderBy: asc(transactions.id) });
  expect(journal.map(({ outcome }) => outcome)).toEqual(["abandoned", "mined"]);
});

test("a delivery that lost to one that the log does not show yet is asked for again, not waited for", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  await chain.setAutomine(false);
  expect(await deploy(context, order)).toMatchObject({ status: "submitted" });
  const deliver = { address: order.checkout, abi: checkoutAbi, functionName: "deliver" } as const;
  const price = order.serviceFeeWei + order.networkWei;
  const hash = await wallet.writeContract({
    ...deliver,
    args: [order.salt, order.initcode, order.deployer, price],
    gas: 3_000_000n,
    maxPriorityFeePerGas: 10n ** 11n,
    maxFeePerGas: 10n ** 12n,
  });
  await chain.mine({ blocks: 1 });
  // From a height that is not reached, no event is found, as on a node whose log lags behind.
  await context.database.update(orders).set({ placedBlock: 1_000_000n }).where(eq(orders.id, order.id));
  const blind = await findOrder(context, { token: order.address });
  await expect(deploy(context, blind)).rejects.toMatchObject({ code: "chain_unavailable" });
  await context.database.update(orders).set({ placedBlock: 0n }).where(eq(orders.id, order.id));
  const seeing = await findOrder(context, { token: order.address });
  expect(await deploy(context, seeing)).toMatchObject({ status: "deployed", order: { deployTx: hash } });
});

test("a delivery that reverts for good fails the order with its reason, and can be tried again", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  // Code that does not belong to the address, so that no payment is found for what it creates.
  const wrong = { initcode: `${order.initcode}00` } as const;
  await context.database.update(orders).set(wrong).where(eq(orders.id, order.id));
  const broken = await findOrder(context, { token: order.address });
  await expect(deploy(context, broken)).rejects.toThrow(DeploymentFailed);
  const failed = await findOrder(context, { token: order.address });
  expect(failed).toMatchObject({ status: "failed", failure: expect.stringMatching(/^Unpaid\(0x/) });
  expect(await context.database.$count(transactions)).toBe(0);

  await context.database.update(orders).set({ initcode: order.initcode }).where(eq(orders.id, order.id));
  const mended = await findOrder(context, { token: order.address });
  expect(await deploy(context, mended)).toMatchObject({ status: "deployed", order: { failure: null } });
});
