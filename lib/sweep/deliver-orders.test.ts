import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { followEvents } from "#lib/sweep/follow/follow-events.ts";
import { journalOf, ownChain, placeAndPay, reread } from "#lib/testing/own-chain.ts";
import { bodyFor, createWallet, pay } from "#lib/testing/test-context.ts";
import { deliverOrders } from "./deliver-orders.ts";
import { sweepUntil } from "./loop.ts";

const never = new AbortController().signal;

test("a block delivers as many orders as a lane may hold, under one lock, and no more wait at once", async () => {
  const { context, wallet, chain: node } = await ownChain({ LANE_DEPTH: "4", DEPLOY_TIMEOUT_MS: "10000" });
  const placed = [];
  for (let index = 0; index < 6; index += 1) placed.push(await placeAndPay(context, wallet));
  const chain = chainOf(context.chains, undefined);
  await followEvents(context, chain, never);
  await node.setAutomine(false);
  const delivering = deliverOrders(context, chain, never);
  const [{ address }] = context.senders;
  const nonces = async (blockTag: "latest" | "pending") => node.getTransactionCount({ address, blockTag });
  const waiting = async () => (await nonces("pending")) - (await nonces("latest"));
  await expect.poll(waiting, { timeout: 4_000 }).toBe(4);
  expect(context.lockPool.held.size).toBe(1);
  expect(await journalOf(context)).toHaveLength(4);
  await node.mine({ blocks: 1 });
  await expect.poll(waiting, { timeout: 4_000 }).toBe(2);
  await node.mine({ blocks: 1 });
  expect(await delivering).toMatchObject({ deployed: 6, busy: 0, errors: 0 });
  const blocks = (await journalOf(context)).map(({ blockNumber }) => blockNumber);
  expect(new Set(blocks).size).toBe(2);
  for (const order of placed) expect(await reread(context, order)).toMatchObject({ status: "deployed" });
});

test("wallets that each have a lock of their own are delivered beside each other, and leave locks to requests", async () => {
  const own = await ownChain({
    DEPLOY_STRATEGY: "per-deployer",
    LOCK_POOL_SIZE: "6",
    DEPLOY_TIMEOUT_MS: "4000",
  });
  const { context, rpcUrl, chain: node } = own;
  const placed = [];
  for (let index = 0; index < 5; index += 1)
    placed.push(await placeAndPay(context, await createWallet(rpcUrl)));
  const chain = chainOf(context.chains, undefined);
  await followEvents(context, chain, never);
  await node.setAutomine(false);
  const delivering = deliverOrders(context, chain, never);
  await expect.poll(async () => (await journalOf(context)).length, { timeout: 3_000 }).toBe(3);
  expect(context.lockPool.held.size).toBe(3);
  await node.setAutomine(true);
  await node.mine({ blocks: 1 });
  expect(await delivering).toMatchObject({ deployed: 3, busy: 2, errors: 0 });
  expect(await deliverOrders(context, chain, never)).toMatchObject({ deployed: 2, busy: 0, errors: 0 });
  for (const order of placed) expect(await reread(context, order)).toMatchObject({ status: "deployed" });
});

test("very many paid orders that nobody asks for are delivered by the lane, not by the block, and events followed meanwhile", async () => {
  const { context, wallet, chain: node, rpcUrl } = await ownChain({ SWEEP_INTERVAL_MS: "100" });
  const placed = [];
  for (let index = 0; index < 48; index += 1) placed.push(await placeAndPay(context, wallet));
  await followEvents(context, chainOf(context.chains, undefined), never);
  const late = await createWallet(rpcUrl);
  const { order } = await placeOrder(context, bodyFor(late.account.address));
  await node.setIntervalMining({ interval: 1 });
  await node.setAutomine(false);
  const first = await node.getBlockNumber();
  const ending = new AbortController();
  const sweeping = sweepUntil(context, ending.signal);
  await pay(late, toOrder(order));
  while ((await reread(context, order)).status === "awaiting_payment") await delay(50);
  const statuses = await Promise.all(placed.map((each) => reread(context, each)));
  expect(statuses.some(({ status }) => status !== "deployed")).toBe(true);
  for (const each of [order, ...placed])
    while ((await reread(context, each)).status !== "deployed") await delay(50);
  const blocks = (await node.getBlockNumber()) - first;
  ending.abort();
  await sweeping;
  expect(blocks).toBeLessThan(48n / 2n);
});
