import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { DeploymentInProgress } from "#lib/base/errors/order-errors.ts";
import { tokenLock } from "#lib/base/lock/lock-key.ts";
import { withLock } from "#lib/base/lock/lock.ts";
import { journalOf, ownChain, placeAndPay } from "#lib/testing/own-chain.ts";
import { deploy } from "./deploy.ts";

const ORDERS = 8;

test("in a queue a lock is held for submitting only: many are settled with no lock, and few connections submit them", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_STRATEGY: "queue", LOCK_POOL_SIZE: "2" });
  const placed = [];
  for (let index = 0; index < ORDERS; index += 1) placed.push(await placeAndPay(context, wallet));
  await chain.setAutomine(false);
  const deploying = Promise.all(placed.map((order) => deploy(context, order)));
  await expect.poll(async () => (await journalOf(context)).length, { timeout: 20_000 }).toBe(ORDERS);
  await expect.poll(() => context.lockPool.held.size, { timeout: 5_000 }).toBe(0);
  expect(context.lockPool.database.$client.totalCount).toBeLessThanOrEqual(2);
  const [{ address }] = context.senders;
  const sent = async () => chain.getTransactionCount({ address, blockTag: "pending" });
  const mined = await chain.getTransactionCount({ address });
  await expect.poll(sent, { timeout: 5_000 }).toBe(mined + ORDERS);
  await chain.mine({ blocks: 1 });
  for (const { status } of await deploying) expect(status).toBe("deployed");
});

test("in a queue an order that another submits at the moment is refused at once, and nothing is signed for it", async () => {
  const { context, wallet } = await ownChain({ DEPLOY_STRATEGY: "queue" });
  const order = await placeAndPay(context, wallet);
  const name = tokenLock(order.address);
  await withLock(context.lockPool, { name, idleTimeoutMs: 60_000 }, async () => {
    const refused = deploy(context, order).catch((error: unknown) => error);
    expect(await Promise.race([refused, delay(5_000)])).toBeInstanceOf(DeploymentInProgress);
  });
  expect(await journalOf(context)).toHaveLength(0);
  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
  expect(await journalOf(context)).toHaveLength(1);
});
