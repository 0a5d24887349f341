import { setTimeout as delay } from "node:timers/promises";
import { asc } from "drizzle-orm";
import { parseGwei, parseTransaction } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { bodyFor, createTestContext, createWallet, pay, type Wallet } from "../e2e/support.ts";
import { startRpcProxy } from "../e2e/rpc-proxy.ts";
import { chainClient, startChain } from "../scripts/local.ts";
import { checkoutAbi } from "./abi.ts";
import { openChain } from "./chains.ts";
import type { Context } from "./context.ts";
import { deploy } from "./deploy.ts";
import { parseEnv } from "./env.ts";
import { findOrder, placeOrder, toOrder } from "./orders.ts";
import { transactions, type OrderRow } from "./schema.ts";
import { sweepOnce } from "./sweep.ts";

const never = new AbortController().signal;

test("an order that was paid while nobody was looking is delivered, and the sweep after it has nothing to do", async () => {
  const { context, wallet } = await ownChain();
  const order = await placeAndPay(context, wallet);
  expect(await sweepOnce(context, never)).toMatchObject({ events: 1, noticed: 1, deployed: 1, errors: 0 });
  const deployed = await reread(context, order);
  expect(deployed).toMatchObject({ status: "deployed", paidAt: expect.any(Date) });
  expect(deployed.payTx).not.toBeNull();
  const second = await sweepOnce(context, never);
  expect(Object.values({ ...second, events: 0 }).every((count) => count === 0)).toBe(true);
});

test("two sweeps at once deliver an order once", async () => {
  const { context, wallet } = await ownChain();
  const orders = [await placeAndPay(context, wallet), await placeAndPay(context, wallet)];
  await Promise.all([sweepOnce(context, never), sweepOnce(context, never)]);
  await sweepOnce(context, never);
  for (const order of orders) expect(await reread(context, order)).toMatchObject({ status: "deployed" });
  expect((await journal(context)).map(({ outcome }) => outcome)).toEqual(["mined", "mined"]);
});

test("a payment that does not cover the price, or is a stranger's, moves nothing", async () => {
  const { context, wallet, rpcUrl } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(await createWallet(rpcUrl), toOrder(order));
  await pay(wallet, toOrder(order), 1n);
  expect(await sweepOnce(context, never)).toMatchObject({ events: 2, noticed: 0, errors: 0 });
  expect(await reread(context, order)).toMatchObject({ status: "awaiting_payment" });
});

test("a delivery by somebody else, and a refund, are recorded", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain();
  const [delivered, refunded] = [await placeAndPay(context, wallet), await placeAndPay(context, wallet)];
  const stranger = await createWallet(rpcUrl);
  const deliverTx = await stranger.writeContract({
    address: delivered.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [delivered.salt, delivered.initcode, delivered.deployer, delivered.feeWei + delivered.networkWei],
  });
  await chain.increaseTime({ seconds: 3600 });
  await chain.mine({ blocks: 1 });
  await wallet.writeContract({
    address: refunded.checkout,
    abi: checkoutAbi,
    functionName: "refund",
    args: [refunded.address],
  });
  expect(await sweepOnce(context, never)).toMatchObject({ noticed: 2, deployed: 1, errors: 0 });
  expect(await reread(context, delivered)).toMatchObject({ status: "deployed", deployTx: deliverTx });
  expect(await reread(context, refunded)).toMatchObject({ status: "refunded" });
  expect(await journal(context)).toEqual([]);
});

test("a transaction that the node has dropped is sent again, byte for byte", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  const { order: submitted } = await deploy(context, order);
  const hash = submitted.deployTx ?? "0x";
  await chain.dropTransaction({ hash });
  await expect(chain.getTransaction({ hash })).rejects.toThrow(/could not be found/);
  expect(await sweepOnce(context, never)).toMatchObject({ resent: 1, waiting: 1 });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1 });
  expect(await reread(context, order)).toMatchObject({ deployTx: hash });
});

test("a transaction below the base fee is replaced on its nonce with fees at least a tenth higher", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  const { order: submitted } = await deploy(context, order);
  await raiseBaseFee(chain, "50");
  expect(await sweepOnce(context, never)).toMatchObject({ raised: 1, waiting: 1, errors: 0 });
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("50") });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  const [first, second] = await journal(context);
  expect(first).toMatchObject({ outcome: "replaced", reason: "its fees were raised" });
  expect(second).toMatchObject({ outcome: "mined", nonce: first?.nonce });
  expect((await reread(context, order)).deployTx).toBe(second?.hash);
  expect(second?.hash).not.toBe(submitted.deployTx);
});

test("fees are never raised above the configured maximum", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000", MAX_FEE_GWEI_31337: "40" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  await deploy(context, order);
  await raiseBaseFee(chain, "100");
  for (let sweep = 0; sweep < 3; sweep += 1) await sweepOnce(context, never);
  for (const { raw } of await journal(context))
    expect(parseTransaction(raw).maxFeePerGas).toBeLessThanOrEqual(parseGwei("40"));
});

test("a raised transaction and the one it replaced: whichever is mined delivers the order", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  await deploy(context, order);
  const before = await chain.snapshot();
  await raiseBaseFee(chain, "50");
  await sweepOnce(context, never);
  await chain.revert({ id: before });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  const [first, second] = await journal(context);
  expect(first).toMatchObject({ outcome: "mined", reason: null });
  expect(second).toMatchObject({ outcome: "replaced", reason: expect.stringContaining(first?.hash ?? "") });
  expect((await reread(context, order)).deployTx).toBe(first?.hash);
});

test("a nonce that was left out is filled, so that what waits behind it is mined", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const proxy = await startRpcProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  const order = await placeAndPay(context, wallet);
  proxy.rewrite = (method, result) =>
    method === "eth_getTransactionCount" ? `0x${(Number(result) + 2).toString(16)}` : result;
  await chain.setAutomine(false);
  expect(await deploy(through(context, proxy.url), order)).toMatchObject({ status: "submitted" });
  expect(await sweepOnce(context, never)).toMatchObject({ filled: 2, resent: 2, waiting: 1, errors: 0 });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  expect((await journal(context)).map(({ orderId }) => orderId)).toEqual([order.id, null, null]);
  await sweepOnce(context, never);
  expect((await journal(context)).map(({ outcome }) => outcome)).toEqual(["mined", "mined", "mined"]);
});

test("a delivery that was given up for lost because a node erred is recorded once it is mined", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  await deploy(context, order);
  const proxy = await startRpcProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  proxy.rewrite = (method, result) => (method === "eth_getTransactionCount" ? "0x63" : result);
  await sweepOnce(through(context, proxy.url), AbortSignal.timeout(1_000));
  expect((await journal(context))[0]).toMatchObject({ outcome: "abandoned" });
  await chain.setAutomine(true);
  await chain.mine({ blocks: 1 });
  for (let sweep = 0; sweep < 3; sweep += 1) await sweepOnce(context, never);
  expect(await reread(context, order)).toMatchObject({ status: "deployed" });
  expect((await journal(context))[0]).toMatchObject({ outcome: "mined", reason: null });
});

test("a delivery that a reorganisation removed is made again", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  const paid = await chain.snapshot();
  await sweepOnce(context, never);
  const first = await reread(context, order);
  expect(first).toMatchObject({ status: "deployed" });
  await chain.revert({ id: paid });
  await chain.mine({ blocks: 3 });
  expect(await sweepOnce(context, never)).toMatchObject({
    reopened: 1,
    resent: 1,
    withdrawn: 1,
    deployed: 1,
  });
  const second = await reread(context, order);
  expect(second).toMatchObject({ status: "deployed", deployTx: first.deployTx });
  expect(second.blockNumber).toBeGreaterThan(first.blockNumber ?? 0n);
});

test("a delivery whose order was refunded meanwhile gives its nonce to a transfer of nothing", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.increaseTime({ seconds: 3600 });
  await chain.mine({ blocks: 1 });
  await chain.setAutomine(false);
  const { order: submitted } = await deploy(context, order);
  await chain.dropTransaction({ hash: submitted.deployTx ?? "0x" });
  await chain.setAutomine(true);
  const refund = { address: order.checkout, abi: checkoutAbi, functionName: "refund" } as const;
  await wallet.writeContract({ ...refund, args: [order.address] });
  await expect(deploy(context, order)).rejects.toMatchObject({ code: "refunded" });
  await sweepOnce(context, never);
  await sweepOnce(context, never);
  const [delivery, filler] = await journal(context);
  expect(delivery).toMatchObject({ outcome: "replaced", reason: "its order needs no delivery any more" });
  expect(filler).toMatchObject({ outcome: "mined", orderId: null, nonce: delivery?.nonce });
});

test("a node that refuses long ranges of blocks is asked for shorter ones", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  await chain.mine({ blocks: 500 });
  const proxy = await startRpcProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  let refused = 0;
  proxy.refuse = (method, [filter]) => {
    if (method !== "eth_getLogs") return null;
    const { fromBlock, toBlock } = z
      .object({ fromBlock: z.coerce.number(), toBlock: z.coerce.number() })
      .parse(filter);
    if (toBlock - fromBlock < 200) return null;
    refused += 1;
    return { code: -32602, message: "block range is too wide" };
  };
  const swept = await sweepOnce(through(context, proxy.url), never);
  expect(refused).toBeGreaterThan(0);
  expect(swept).toMatchObject({ events: 1, deployed: 1, errors: 0 });
  expect(await reread(context, order)).toMatchObject({ status: "deployed" });
});

test("a sweep that is told to end leaves a delivery that is not mined as submitted, at once", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  const ending = new AbortController();
  const sweeping = sweepOnce(context, ending.signal);
  while ((await reread(context, order)).status !== "submitted") await delay(20);
  const startedAt = Date.now();
  ending.abort();
  expect(await sweeping).toMatchObject({ waiting: 1, errors: 0 });
  expect(Date.now() - startedAt).toBeLessThan(5_000);
});

type Client = ReturnType<typeof chainClient>;

async function raiseBaseFee(chain: Client, gwei: string): Promise<void> {
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(gwei) });
  await chain.mine({ blocks: 1 });
}

async function placeAndPay(context: Context, wallet: Wallet): Promise<OrderRow> {
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  return order;
}

function reread(context: Context, { address }: OrderRow): Promise<OrderRow> {
  return findOrder(context, { token: address });
}

function journal({ database }: Context) {
  return database.query.transactions.findMany({ orderBy: asc(transactions.id) });
}

/** The same context, asking the chain by another address. */
function through<T extends Context & { parts: { env: Record<string, string> } }>(
  context: T,
  rpcUrl: string,
): T {
  const { chains } = parseEnv({ ...context.parts.env, RPC_URL_31337: rpcUrl });
  return { ...context, chains: chains.map(openChain) };
}

/** A context on a chain of its own, whose blocks and state the test may play with. */
async function ownChain(overrides: Record<string, string> = {}) {
  const { rpcUrl, stop } = await startChain({ blockTimeMs: 0 });
  onTestFinished(stop);
  const context = await createTestContext(overrides, rpcUrl);
  return { context, wallet: await createWallet(rpcUrl), chain: chainClient(rpcUrl), rpcUrl };
}
