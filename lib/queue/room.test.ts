import { setTimeout as delay } from "node:timers/promises";
import { parseEther } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { expect, onTestFinished, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { journalOf, ownChain, through } from "#lib/testing/own-chain.ts";
import { startWorking, untilDeployed } from "#lib/testing/queues.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, createTestContext } from "#lib/testing/test-context.ts";
import { deployOrQueue } from "./enqueue.ts";
import { queueOf } from "./order-queue.ts";
import { openRoom } from "./room.ts";

test("while one lane is full and the other can't pay, workers wait and hardly ask the node", async () => {
  const [rich, poor] = [generatePrivateKey(), generatePrivateKey()];
  const { context, wallet, chain, rpcUrl } = await ownChain({
    DEPLOY_STRATEGY: "queue",
    DEPLOYER_PRIVATE_KEY: `${rich},${poor}`,
    LANE_DEPTH: "3",
    PRICE_31337: "0",
  });
  await chain.setBalance({ address: privateKeyToAddress(rich), value: parseEther("10") });
  await chain.setBalance({ address: privateKeyToAddress(poor), value: 1n });
  onTestFinished(() => queueOf(context).close());
  const placed = await Promise.all(
    Array.from({ length: 9 }, () => placeOrder(context, bodyFor(wallet.account.address))),
  );
  for (const { order } of placed) await deployOrQueue(context, order);
  await chain.setAutomine(false);
  const node = await startRecordingProxy(rpcUrl);
  onTestFinished(node.stop);
  const working = through(context, node.url);
  onTestFinished(() => queueOf(working).close());
  startWorking(working);
  await expect.poll(async () => (await journalOf(context)).length, { timeout: 20_000 }).toBe(3);

  const tries = () => node.called.filter((method) => method === "eth_estimateGas").length;
  await delay(500);
  const before = tries();
  await delay(4_000);
  expect(tries() - before).toBeLessThan(8);
  expect(await journalOf(context)).toHaveLength(3);

  await chain.setAutomine(true);
  await chain.mine({ blocks: 1 });
  await untilDeployed(
    context,
    placed.map(({ order }) => order),
  );
}, 60_000);

test("whoever comes after one who had to leave at once is let in", async () => {
  const context = await createTestContext();
  const room = openRoom(context, chainOf(context.chains, undefined));
  (await room.enter(AbortSignal.abort())).leave();
  const { signal } = new AbortController();
  (await room.enter(signal)).leave();
  await expect(room.enter(signal)).resolves.toHaveProperty("leave");
}, 20_000);
