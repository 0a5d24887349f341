import { expect, test, vi, onTestFinished } from "vitest";
import { DeploymentInProgress, PaymentRequired } from "#lib/base/errors/order-errors.ts";
import { GLOBAL_LOCK } from "#lib/base/lock/lock-key.ts";
import { createLockPool, withLock } from "#lib/base/lock/lock.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { placeAndPay } from "#lib/testing/own-chain.ts";
import { bodyFor, createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";
import { requireNotRefused } from "./refused.ts";

const lock = { name: GLOBAL_LOCK, idleTimeoutMs: 60_000 };

test("a paid order that is asked for again too soon is refused out of memory, as long as this process holds the lock", async () => {
  const context = await createTestContext();
  const order = await placeAndPay(context, await createWallet());
  const ask = () => requireNotRefused(context, { token: order.address });
  ask();
  await withLock(context.lockPool, lock, async () => {
    ask();
    await expect(deploy(context, order)).rejects.toThrow(DeploymentInProgress);
    expect(ask).toThrow(DeploymentInProgress);
    expect(() => requireNotRefused(context, { token: order.address, chainId: order.chainId })).toThrow(
      DeploymentInProgress,
    );
  });
  ask();
});

test("whoever comes when they were told to is not refused out of memory", async () => {
  const context = await createTestContext({ RETRY_AFTER_SECONDS: "2" });
  const order = await placeAndPay(context, await createWallet());
  const ask = () => requireNotRefused(context, { token: order.address });
  onTestFinished(() => void vi.useRealTimers());
  await withLock(context.lockPool, lock, async () => {
    await expect(deploy(context, order)).rejects.toThrow(DeploymentInProgress);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 1_000 });
    expect(ask).toThrow(DeploymentInProgress);
    vi.setSystemTime(Date.now() + 1_000);
    ask();
  });
});

test("who has not paid is told so, and who was refused by another server's lock may find it free", async () => {
  const context = await createTestContext();
  const wallet = await createWallet();
  const { order: unpaid } = await placeOrder(context, bodyFor(wallet.account.address));
  await withLock(context.lockPool, lock, async () => {
    await expect(deploy(context, unpaid)).rejects.toThrow(PaymentRequired);
    requireNotRefused(context, { token: unpaid.address });
  });
  const paid = await placeAndPay(context, wallet);
  const other = createLockPool(context.env.DATABASE_URL, 1);
  onTestFinished(() => other.database.$client.end());
  await withLock(other, lock, async () => {
    await expect(deploy(context, paid)).rejects.toThrow(DeploymentInProgress);
    requireNotRefused(context, { token: paid.address });
  });
});
