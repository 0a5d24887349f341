import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { LockTaken } from "#lib/base/lock/lock.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { sharedLock } from "./shared-lock.ts";
import { ownLock } from "./strategies.ts";

const order = {
  chainId: 31337,
  deployer: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  address: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
} as const;

test("who comes after a while waits until the lock was free, however many share it", async () => {
  const context = await createTestContext({ DEPLOY_TIMEOUT_MS: "1000" });
  const underLock = sharedLock(context, 1);
  const own = ownLock(context);
  const ended: string[] = [];
  const take = (name: string, until: Promise<void>) =>
    underLock(order, {
      submit: async () => ended.push(`${name} begins`),
      settle: () => until.then(() => ended.push(`${name} ends`)),
    });
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const taking = [take("first", first.promise), take("second", second.promise)];
  await delay(1_100);
  taking.push(take("third", Promise.resolve()));
  first.resolve();
  await taking[0];
  const elsewhere = { submit: async () => null, settle: async () => null };
  await expect(own(order, elsewhere)).rejects.toThrow(LockTaken);
  await delay(200);
  second.resolve();
  await Promise.all(taking);
  expect(ended).toEqual([
    "first begins",
    "second begins",
    "first ends",
    "second ends",
    "third begins",
    "third ends",
  ]);
  await own(order, elsewhere);
});
