import { expect, onTestFinished, test } from "vitest";
import { deploy } from "#lib/deploy/deploy.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { ownChain, reread, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, pay } from "#lib/testing/test-context.ts";
import { sweepOnce } from "./sweep.ts";

const never = new AbortController().signal;

test("on a node that takes three calls in a batch an order is placed, paid and delivered, and events are followed", async () => {
  const { context, wallet, rpcUrl } = await ownChain();
  const node = await startRecordingProxy(rpcUrl);
  onTestFinished(node.stop);
  node.largestBatch = 3;
  const limited = through(context, node.url);
  const { order } = await placeOrder(limited, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  expect(await deploy(limited, order)).toMatchObject({ status: "deployed" });
  const { order: another } = await placeOrder(limited, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(another));
  expect(await sweepOnce(limited, never)).toMatchObject({ events: 3, noticed: 1, deployed: 1, errors: 0 });
  expect(await reread(limited, another)).toMatchObject({ status: "deployed" });
  const [cursor] = await context.database.query.cursors.findMany();
  expect(cursor?.blockNumber).toBeGreaterThanOrEqual((await reread(limited, order)).blockNumber ?? 0n);
});

test("with the first of two nodes down, an order is placed, paid and delivered by the second", async () => {
  const { context, wallet, rpcUrl } = await ownChain();
  const both = through(context, `http://127.0.0.1:9,${rpcUrl}`);
  const { order } = await placeOrder(both, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  expect(await sweepOnce(both, never)).toMatchObject({ noticed: 1, deployed: 1, errors: 0 });
  expect(await reread(both, order)).toMatchObject({ status: "deployed" });
});
