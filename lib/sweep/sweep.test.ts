import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { getAbiItem, numberToHex, toEventSelector } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { journalOf, ownChain, placeAndPay, reconfigured, reread, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, createWallet, pay } from "#lib/testing/test-context.ts";
import { deliver, follow, sweepOnce } from "./sweep.ts";

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
  const both = [await placeAndPay(context, wallet), await placeAndPay(context, wallet)];
  await Promise.all([sweepOnce(context, never), sweepOnce(context, never)]);
  await sweepOnce(context, never);
  for (const order of both) expect(await reread(context, order)).toMatchObject({ status: "deployed" });
  expect((await journalOf(context)).map(({ outcome }) => outcome)).toEqual(["mined", "mined"]);
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
    args: [
      delivered.salt,
      delivered.initcode,
      delivered.deployer,
      delivered.serviceFeeWei + delivered.networkWei,
    ],
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
  expect(await journalOf(context)).toEqual([]);
});

test("a delivery that a reorganisation removed is sent again as it was, whoever comes first", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  const paid = await chain.snapshot();
  await sweepOnce(context, never);
  const first = await reread(context, order);
  expect(first).toMatchObject({ status: "deployed" });
  await chain.revert({ id: paid });
  await chain.mine({ blocks: 3 });
  const [known] = context.chains;
  if (!known) throw new Error("a context has a chain");
  expect(await follow(context, known, never)).toMatchObject({ withdrawn: 1 });
  expect(await deliver(context, known, never)).toMatchObject({ deployed: 1 });
  const second = await reread(context, order);
  expect(second).toMatchObject({ status: "deployed", deployTx: first.deployTx });
  expect(second.blockNumber).toBeGreaterThan(first.blockNumber ?? 0n);
  expect(await journalOf(context)).toMatchObject([
    { hash: first.deployTx, outcome: "mined", blockNumber: second.blockNumber },
  ]);
});

test("a node that refuses long ranges of blocks is asked for shorter ones", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  await chain.mine({ blocks: 500 });
  const proxy = await startRecordingProxy(context.parts.rpcUrl);
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

test("the transaction of a payment is recorded though the log showed it only after the delivery", async () => {
  const { context, wallet, rpcUrl } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const payTx = await pay(wallet, toOrder(order));
  const proxy = await startRecordingProxy(rpcUrl);
  onTestFinished(proxy.stop);
  proxy.rewrite = (method, result) => (method === "eth_getLogs" ? [] : result);
  const deployed = await deploy(through(context, proxy.url), order);
  expect(deployed).toMatchObject({ status: "deployed", order: { payTx: null } });
  expect(await sweepOnce(context, never)).toMatchObject({ noticed: 0, withdrawn: 0, errors: 0 });
  expect(await reread(context, order)).toMatchObject({ status: "deployed", payTx });
});

test("an order that was paid to a former Checkout is followed and delivered from it", async () => {
  const { context, wallet, rpcUrl } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const [deployer] = context.senders;
  const checkout = await deployCheckout({
    rpcUrl,
    deployer,
    treasury: deployer.address,
    refundDelaySeconds: 60,
  });
  const restarted = reconfigured(context, { CHECKOUT_31337: checkout });
  await pay(wallet, toOrder(order));
  expect(await sweepOnce(restarted, never)).toMatchObject({ noticed: 1, deployed: 1, errors: 0 });
  expect(await reread(restarted, order)).toMatchObject({ status: "deployed", checkout: order.checkout });
});

test("what failed is tried again after a while, and with ever longer pauses, as long as it is paid", async () => {
  const { context, wallet } = await ownChain();
  const order = await placeAndPay(context, wallet);
  const write = (values: Partial<OrderRow>) =>
    context.database.update(orders).set(values).where(eq(orders.id, order.id));
  await write({ initcode: `${order.initcode}00` });
  expect(await sweepOnce(context, never)).toMatchObject({ noticed: 1, failed: 1 });
  const failed = await reread(context, order);
  expect(secondsUntil(failed.retryAt)).toBeCloseTo(30, -1);
  expect(await sweepOnce(context, never)).toMatchObject({ failed: 0, deployed: 0 });
  await write({ retryAt: new Date() });
  expect(await sweepOnce(context, never)).toMatchObject({ failed: 1 });
  expect(secondsUntil((await reread(context, order)).retryAt)).toBeCloseTo(60, -1);
  await write({ initcode: order.initcode, retryAt: new Date() });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  expect(await reread(context, order)).toMatchObject({ status: "deployed", failures: 0, retryAt: null });
});

function secondsUntil(moment: Date | null): number {
  return ((moment?.getTime() ?? Number.NaN) - Date.now()) / 1_000;
}

test("any number of small payments to any addresses keeps no paid order from being noticed", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain();
  const order = await placeAndPay(context, wallet);
  const first = Number(await chain.getBlockNumber()) + 1;
  await chain.mine({ blocks: FLOODED_BLOCKS });
  const proxy = await startRecordingProxy(rpcUrl);
  onTestFinished(proxy.stop);
  proxy.rewrite = (method, result, [filter]) => {
    if (method !== "eth_getLogs") return result;
    const { address, fromBlock, toBlock } = logFilter.parse(filter);
    const blocks = Array.from({ length: FLOODED_BLOCKS }, (_, index) => first + index);
    const asked = blocks.filter((block) => block >= Number(fromBlock) && block <= Number(toBlock));
    return [
      ...z.array(z.unknown()).parse(result),
      ...asked.flatMap((block) => smallPayments(address, block)),
    ];
  };
  const swept = await sweepOnce(through(context, proxy.url), never);
  expect(swept).toMatchObject({ noticed: 1, deployed: 1, errors: 0 });
  expect(swept.events).toBe(1 + FLOODED_BLOCKS * PAYMENTS_A_BLOCK);
  expect(await reread(context, order)).toMatchObject({ status: "deployed" });
});

/** As many payments in a block as its gas allows. */
const FLOODED_BLOCKS = 20;
const PAYMENTS_A_BLOCK = 1_400;
const logFilter = z.looseObject({ address: z.string(), fromBlock: z.string(), toBlock: z.string() });

/** Logs of one wei each for as many addresses, as a node tells them. */
function smallPayments(checkout: string, block: number): object[] {
  const paid = toEventSelector(getAbiItem({ abi: checkoutAbi, name: "Paid" }));
  return Array.from({ length: PAYMENTS_A_BLOCK }, (_, index) => {
    const token = numberToHex(block * PAYMENTS_A_BLOCK + index + 1, { size: 32 });
    return {
      address: checkout,
      topics: [paid, token, numberToHex(7, { size: 32 })],
      data: numberToHex(1, { size: 32 }),
      blockNumber: numberToHex(block),
      transactionHash: token,
      transactionIndex: "0x0",
      blockHash: token,
      logIndex: numberToHex(index),
      removed: false,
    };
  });
}
