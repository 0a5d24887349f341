import { eq } from "drizzle-orm";
import { numberToHex, type Hex } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { ChainUnavailable } from "#lib/base/errors/unavailable.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { cursors } from "#lib/base/side-tables.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { priceOf } from "#lib/shared/standing.ts";
import { followEvents } from "#lib/sweep/follow/follow-events.ts";
import { journalOf, ownChain, placeAndPay, reread, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, pay, type Wallet } from "#lib/testing/test-context.ts";
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

const FEW = 5;

test("on a node that takes five blocks at a time an order from long ago is found, delivered, and read with few calls", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await sweepOnce(context, never);
  await chain.mine({ blocks: 300 });
  const payTx = await pay(wallet, toOrder(order));
  await chain.mine({ blocks: 300 });
  const { limited, asked } = await limitedTo(context, rpcUrl, FEW);
  await deploy(limited, order);
  expect(asked.length).toBeLessThan(60);
  expect(await reread(limited, order)).toMatchObject({ status: "deployed", payTx: null });
  await sweepUntilStill(limited);
  expect(await reread(limited, order)).toMatchObject({ status: "deployed", payTx });
  asked.length = 0;
  await chain.mine({ blocks: 50 });
  await sweepOnce(limited, never);
  expect(asked.filter((blocks) => blocks > FEW).length).toBeLessThan(3);
  expect(asked.length).toBeLessThan(50);
});

test("on such a node what others delivered long ago is brought to its end, with its payment and its block", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await chain.mine({ blocks: 200 });
  const payTx = await pay(wallet, toOrder(order));
  const deployTx = await deliverBy(wallet, order);
  const { blockNumber } = await wallet.getTransactionReceipt({ hash: deployTx });
  await chain.mine({ blocks: 300 });
  const { limited, asked } = await limitedTo(context, rpcUrl, FEW);
  await expect(deploy(limited, order)).rejects.toThrow(ChainUnavailable);
  expect(asked.length).toBeLessThan(60);
  await sweepUntilStill(limited);
  const deployed = await reread(limited, order);
  expect(deployed).toMatchObject({ status: "deployed", payTx, deployTx, blockNumber });
  expect(deployed.paidAt).not.toBeNull();
});

test("on such a node a stranger's delivery long ago is found though ours was signed and lost", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  const { limited } = await limitedTo(context, rpcUrl, FEW);
  await sweepOnce(limited, new AbortController().signal);
  const [first] = await journalOf(context);
  expect(first?.outcome).toBe("mined");
  // As if the record of the delivery had been of one that never came to be.
  await context.database
    .update(orders)
    .set({ status: "submitted", deployTx: `0x${"ab".repeat(32)}`, blockNumber: null, deployedAt: null })
    .where(eq(orders.id, order.id));
  await context.database.delete(cursors);
  await chain.mine({ blocks: 300 });
  await sweepUntilStill(limited);
  expect(await reread(limited, order)).toMatchObject({ status: "deployed", deployTx: first?.hash });
});

test("one pass takes a bounded number of reads, and the next ones go on from there", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain();
  await sweepOnce(context, never);
  await chain.mine({ blocks: 900 });
  const order = await placeAndPay(context, wallet);
  const { limited, asked } = await limitedTo(context, rpcUrl, FEW);
  for (let pass = 0; pass < 2; pass += 1) {
    asked.length = 0;
    await followEvents(limited, limited.chains[0] ?? raise(), never);
    expect(asked.length).toBeGreaterThan(80);
    expect(asked.length).toBeLessThan(230);
  }
  expect(await reread(limited, order)).toMatchObject({ status: "paid" });
});

test("on a quick chain an event that the log shows a minute late is not missed", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain();
  await chain.mine({ blocks: 100, interval: 1 });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  // Of blocks that take a second these are more than 64, and less than two minutes.
  await chain.mine({ blocks: 90, interval: 1 });
  const node = await startRecordingProxy(rpcUrl);
  onTestFinished(node.stop);
  node.rewrite = (method, result) => (method === "eth_getLogs" ? [] : result);
  const late = through(context, node.url);
  expect(await sweepOnce(late, never)).toMatchObject({ events: 0, noticed: 0, errors: 0 });
  node.rewrite = null;
  expect(await sweepOnce(late, never)).toMatchObject({ events: 1, noticed: 1, deployed: 1 });
  expect(await reread(late, order)).toMatchObject({ status: "deployed" });
});

test("however many deliveries a range has, each of which a reorganisation removed is taken back", async () => {
  const { context, wallet, chain } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await chain.mine({ blocks: 10 });
  const { id: _, ...row } = order;
  const removed = Array.from({ length: REMOVED }, (__, index) => ({
    ...row,
    address: numberToHex(index + 1, { size: 20 }),
    salt: numberToHex(index + 1, { size: 32 }),
    status: "deployed" as const,
    deployTx: numberToHex(index + 1, { size: 32 }),
    blockNumber: 5n,
    deployedAt: new Date(),
  }));
  await context.database.insert(orders).values(removed);
  const followed = await followEvents(context, context.chains[0] ?? raise(), never);
  expect(followed).toMatchObject({ withdrawn: REMOVED });
});

/** More than are read at once. */
const REMOVED = 1_100;

function raise(): never {
  throw new Error("There is one chain.");
}

/** The same context on a node that refuses to read more blocks at once. @returns with it, of how many each read was */
async function limitedTo<T extends Parameters<typeof through>[0]>(
  context: T,
  rpcUrl: string,
  most: number,
): Promise<{ limited: T; asked: number[] }> {
  const node = await startRecordingProxy(rpcUrl);
  onTestFinished(node.stop);
  const asked: number[] = [];
  node.refuse = (method, [filter]) => {
    if (method !== "eth_getLogs") return null;
    const { fromBlock, toBlock } = logFilter.parse(filter);
    asked.push(toBlock - fromBlock + 1);
    return toBlock - fromBlock < most ? null : { code: -32602, message: "block range is too wide" };
  };
  return { limited: through(context, node.url), asked };
}

const logFilter = z.object({ fromBlock: z.coerce.number(), toBlock: z.coerce.number() });

/** Sweeps until there is nothing left to do, as the loop would. */
async function sweepUntilStill(context: Parameters<typeof sweepOnce>[0]): Promise<void> {
  for (let pass = 0; pass < 10; pass += 1) await sweepOnce(context, never);
}

async function deliverBy(wallet: Wallet, order: OrderRow): Promise<Hex> {
  const hash = await wallet.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode, order.deployer, priceOf(order)],
  });
  await wallet.waitForTransactionReceipt({ hash });
  return hash;
}
