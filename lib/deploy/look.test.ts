import { expect, onTestFinished, test } from "vitest";
import { PaymentRequired } from "#lib/base/errors/order-errors.ts";
import { GLOBAL_LOCK } from "#lib/base/lock/lock-key.ts";
import { withLock } from "#lib/base/lock/lock.ts";
import { transactions } from "#lib/base/schema.ts";
import { placeOrder, quoteOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { reread, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, createTestContext, createWallet, pay } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";

const lock = { name: GLOBAL_LOCK, idleTimeoutMs: 60_000 };

test("who has not paid is told so while the lock is taken, and never takes it", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await withLock(context.lockPool, lock, async () => {
    await expect(deploy(context, order)).rejects.toThrow(PaymentRequired);
    const unplaced = await quoteOrder(context, bodyFor(wallet.account.address));
    await expect(deploy(context, unplaced)).rejects.toThrow(PaymentRequired);
    expect(await reread(context, order)).toMatchObject({ status: "awaiting_payment" });
  });
  await pay(wallet, toOrder(order), 1n);
  await withLock(context.lockPool, lock, async () => {
    await expect(deploy(context, order)).rejects.toThrow(PaymentRequired);
  });
  expect(await context.database.$count(transactions)).toBe(0);
});

test("who ask for an unpaid order at the same moment share one look at the chain", async () => {
  const context = await createTestContext();
  const { account } = await createWallet();
  const { order } = await placeOrder(context, bodyFor(account.address));
  const proxy = await startRecordingProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  const calls: string[] = [];
  proxy.refuse = (method) => {
    calls.push(method);
    return null;
  };
  const asked = through(context, proxy.url);
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => deploy(asked, order)));
  expect(answers.every(({ status }) => status === "rejected")).toBe(true);
  // The last block and the state, and once in a process the node's chain and the delay after which a payment can be
  // taken back.
  expect(calls.filter((method) => method === "eth_call").length).toBeLessThanOrEqual(2);
  expect(calls.filter((method) => !["eth_call", "eth_chainId"].includes(method))).toEqual([
    "eth_getBlockByNumber",
  ]);
});
