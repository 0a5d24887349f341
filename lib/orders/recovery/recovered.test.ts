import { eq } from "drizzle-orm";
import { parseGwei } from "viem";
import { expect, test } from "vitest";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { placeOrder, quoteForPayment, quoteOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { priceOf } from "#lib/shared/standing.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { journalOf, ownChain, reconfigured, reread } from "#lib/testing/own-chain.ts";
import { bodyFor, createWallet, openPayment, pay } from "#lib/testing/test-context.ts";
import { covers } from "./recovered.ts";

const never = new AbortController().signal;

test.each([
  { what: "fee and cost to the wei", openWei: 15n, serviceFeeWei: 10n, costWei: 5n, isEnough: true },
  { what: "a wei less", openWei: 14n, serviceFeeWei: 10n, costWei: 5n, isEnough: false },
  { what: "anything where tokens are free", openWei: 1n, serviceFeeWei: 0n, costWei: 5n, isEnough: true },
])("a payment of $what is enough: $isEnough", ({ isEnough, openWei, ...price }) => {
  expect(covers(openWei, price)).toBe(isEnough);
});

test("a paid order that was lost is had again by its body, at what was paid, and is delivered once", async () => {
  const { context, lost, body } = await paidAndLost();
  await sweepOnce(context, never);
  const { order, created } = await placeOrder(context, body);
  expect(created).toBe(true);
  expect(order).toMatchObject({ address: lost.address, status: "paid", payTx: expect.any(String) });
  expect(priceOf(order)).toBe(priceOf(lost));
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  expect(await reread(context, lost)).toMatchObject({ status: "deployed" });
  expect(await placeOrder(context, body)).toMatchObject({ created: false, order: { status: "deployed" } });
  expect(await journalOf(context)).toHaveLength(1);
});

test("a whole order is deployed at once though it was lost", async () => {
  const { context, lost, body } = await paidAndLost();
  expect(await deploy(context, await quoteOrder(context, body))).toMatchObject({ status: "deployed" });
  expect(await reread(context, lost)).toMatchObject({ status: "deployed" });
});

test("one that was delivered before it was lost is recorded as it was, and nothing is sent", async () => {
  const own = await ownChain();
  const { context, wallet } = own;
  const { order, body } = await paid(own);
  const first = await deploy(context, order);
  await lose(context, order);
  const before = await wallet.getTransactionCount({ address: context.senders[0].address });
  await placeOrder(context, body);
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  const { deployTx, blockNumber } = first.order;
  expect(await reread(context, order)).toMatchObject({ status: "deployed", deployTx, blockNumber });
  expect(await wallet.getTransactionCount({ address: context.senders[0].address })).toBe(before);
});

test("gas that costs more than the head-room leaves a lost order unpaid, to be taken back or honoured", async () => {
  const { context, lost, body, wallet, chain } = await paidAndLost();
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("200") });
  await chain.mine({ blocks: 1 });
  const { order } = await placeOrder(context, body);
  expect(order).toMatchObject({ status: "awaiting_payment" });
  expect(priceOf(order)).toBeGreaterThan(priceOf(lost));
  await expect(deploy(context, order)).rejects.toMatchObject({ code: "payment_required" });
  expect((await openPayment(wallet, toOrder(order)))[0]).toBe(priceOf(lost));
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("0.1") });
  await chain.mine({ blocks: 1 });
  expect(await deploy(context, await reread(context, order))).toMatchObject({ status: "deployed" });
});

test("who places a lost order in their own name is not in the way of who has paid for it", async () => {
  const { context, lost, body, rpcUrl } = await paidAndLost();
  const stranger = await createWallet(rpcUrl);
  const theirs = { ...body, owner: lost.owner, deployer: stranger.account.address };
  expect((await placeOrder(context, theirs)).order).toMatchObject({ status: "awaiting_payment" });
  expect((await placeOrder(context, body)).order).toMatchObject({ status: "paid", deployer: lost.deployer });
  await expect(placeOrder(context, theirs)).rejects.toMatchObject({ code: "conflict" });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
});

test("of two who have paid for one address the one who is stored stays", async () => {
  const { context, lost, body, rpcUrl } = await paidAndLost();
  const other = await createWallet(rpcUrl);
  const theirs = { ...body, owner: lost.owner, deployer: other.account.address };
  await pay(other, toOrder(lost));
  expect((await placeOrder(context, theirs)).order).toMatchObject({ status: "paid" });
  await expect(placeOrder(context, body)).rejects.toMatchObject({ code: "conflict" });
});

test("a payment opens no way around what a server refuses, and is quoted by nobody", async () => {
  const { context, body, wallet } = await paidAndLost();
  const denying = { ...context, env: { ...context.env, DENY_SYMBOLS: [body.symbol] } };
  await expect(placeOrder(denying, body)).rejects.toMatchObject({ code: "invalid_request" });
  await expect(quoteForPayment(context, body)).rejects.toMatchObject({ code: "conflict" });

  const { order, body: cheap } = await paid({ context, wallet }, 1n);
  await wallet.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode, order.deployer, 1n],
  });
  await lose(context, order);
  await expect(placeOrder(context, cheap)).rejects.toMatchObject({ code: "conflict" });

  const { order: gift, body: given } = await paid({ context, wallet }, 1n);
  await wallet.writeContract({
    address: gift.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [gift.salt, gift.initcode, context.senders[0].address, 0n],
  });
  await lose(context, gift);
  await expect(placeOrder(context, given)).rejects.toMatchObject({ code: "conflict" });
});

test("nobody's order that was not paid is any different: a lost one is placed at today's price", async () => {
  const { context, wallet } = await ownChain();
  const body = bodyFor(wallet.account.address);
  const { order } = await placeOrder(context, body);
  await lose(context, order);
  const dear = reconfigured(context, { PRICE_31337: "0.5" });
  const again = await placeOrder(dear, body);
  expect(again).toMatchObject({
    created: true,
    order: { status: "awaiting_payment", address: order.address },
  });
  expect(again.order.serviceFeeWei).toBeGreaterThan(order.serviceFeeWei);
});

type Own = Pick<Awaited<ReturnType<typeof ownChain>>, "context" | "wallet">;

async function paid({ context, wallet }: Own, wei?: bigint) {
  const body = bodyFor(wallet.account.address);
  const { order } = await placeOrder(context, body);
  await pay(wallet, toOrder(order), wei);
  return { order, body };
}

async function paidAndLost() {
  const own = await ownChain();
  const { order, body } = await paid(own);
  await lose(own.context, order);
  return { ...own, lost: order, body };
}

/** As if the database had been restored to a time before. */
async function lose({ database }: Own["context"], { id }: OrderRow): Promise<void> {
  await database.execute("delete from progress");
  await database.execute("delete from transactions");
  await database.delete(orders).where(eq(orders.id, id));
}
