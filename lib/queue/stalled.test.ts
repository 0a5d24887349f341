import { describe, expect, onTestFinished, test } from "vitest";
import { exactPosition } from "#lib/orders/positions.ts";
import { reread } from "#lib/testing/own-chain.ts";
import { openQueued, placeAndQueue, queueKinds, startWorking, untilDeployed } from "#lib/testing/queues.ts";
import { queueName, queueOf } from "./order-queue.ts";

const CHAIN_ID = 31337;

describe.each(queueKinds)("a queue on %s", (kind) => {
  test("an order that a worker took and never came back with is taken by another one", async () => {
    const { context } = await openQueued(kind);
    const placed = await placeAndQueue(context, 3);
    const backend = await queueOf(context).backend();
    const taken = Promise.withResolvers<void>();
    // It never ends, and does not say that it lives.
    const gone = backend.openWorker(
      queueName(CHAIN_ID),
      async () => {
        taken.resolve();
        await new Promise(() => undefined);
      },
      { concurrency: 3, lockDuration: 1_000, skipLockRenewal: true, skipStalledCheck: true },
    );
    gone.on("error", () => undefined);
    onTestFinished(() => gone.close(true));
    await taken.promise;
    startWorking(context);
    await untilDeployed(context, placed, 25_000);
    // None was marked as failed on its way.
    for (const order of placed) expect(await reread(context, order)).toMatchObject({ failures: 0 });
  }, 60_000);
});

test("an order that ends while it is put into the queue has a position all the same", async () => {
  const { context } = await openQueued("postgres");
  const [order] = await placeAndQueue(context, 1);
  if (!order) return;
  expect(await exactPosition(context, { ...order, queuedAt: null })).toBe(1);
});
