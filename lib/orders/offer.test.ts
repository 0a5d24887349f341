import { parseEther, zeroAddress } from "viem";
import { expect, test } from "vitest";
import { PaymentRequired, Refunded } from "#lib/base/errors/order-errors.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { priceOf } from "#lib/shared/standing.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { ownChain, placeAndPay, reconfigured, reread } from "#lib/testing/own-chain.ts";
import { bodyFor, createWallet, openPayment, pay, type Wallet } from "#lib/testing/test-context.ts";
import { placeOrder } from "./place.ts";
import { toOrder } from "./to-order.ts";

const OFFER_SECONDS = 900;

test("an order that was placed while tokens were free is not free once they cost something", async () => {
  const { context, wallet, chain } = await ownChain({ PRICE_31337: "0" });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const dear = reconfigured(context, { PRICE_31337: "0.5" });
  await pass(chain);
  await expect(deploy(dear, order)).rejects.toThrow(PaymentRequired);
  const offered = await reread(context, order);
  expect(offered.serviceFeeWei).toBe(parseEther("0.5"));
  await pay(wallet, toOrder(offered));
  expect(await deploy(dear, offered)).toMatchObject({ status: "deployed" });
});

test("an order that is free and is asked for late is free still, where tokens are", async () => {
  const { context, wallet, chain } = await ownChain({ PRICE_31337: "0" });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pass(chain);
  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
});

test("a payment made in time is honoured at its price, whatever the price is since", async () => {
  const { context, wallet, chain } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  await pass(chain);
  const dear = reconfigured(context, { PRICE_31337: "0.5" });
  expect(await deploy(dear, order)).toMatchObject({ status: "deployed" });
});

test("a payment made too late must cover what the order costs by then, and can be taken back if it does not", async () => {
  const { context, wallet, chain } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pass(chain);
  await pay(wallet, toOrder(order));
  const dear = reconfigured(context, { PRICE_31337: "0.5" });
  await expect(deploy(dear, order)).rejects.toThrow(PaymentRequired);
  expect(await wallet.getCode({ address: order.address })).toBeUndefined();

  await pass(chain, 3_600);
  await wallet.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "refund",
    args: [order.address],
  });
  await expect(deploy(dear, order)).rejects.toThrow(Refunded);
});

test("a payment made too late that covers what the order costs by then is enough", async () => {
  const { context, wallet, chain } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pass(chain);
  await pay(wallet, toOrder(order), parseEther("0.6"));
  const dear = reconfigured(context, { PRICE_31337: "0.5" });
  expect(await deploy(dear, order)).toMatchObject({ status: "deployed" });
});

test("a payment made too late is taken, though a stranger has made the token for nothing", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pass(chain);
  await pay(wallet, toOrder(order));
  await deliverForNothing(await createWallet(rpcUrl), order);
  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
  const buyer = { address: order.checkout, abi: checkoutAbi, functionName: "buyer" } as const;
  expect(await wallet.readContract({ ...buyer, args: [order.address] })).toBe(order.deployer);
});

test("a wei that is paid too late for a token that its payer makes is in nobody's way", async () => {
  const { context, wallet, chain, rpcUrl } = await ownChain();
  const malicious = await createWallet(rpcUrl);
  const { order } = await placeOrder(context, bodyFor(malicious.account.address));
  await pass(chain);
  await pay(malicious, toOrder(order), 1n);
  await deliverForNothing(malicious, order);
  const paid = await placeAndPay(context, wallet);
  expect(await sweepOnce(context, AbortSignal.timeout(30_000))).toMatchObject({ errors: 0 });
  expect(await reread(context, paid)).toMatchObject({ status: "deployed" });
  const { status, order: made } = await deploy(context, order);
  expect([status, made.refundableAt]).toEqual(["deployed", expect.any(Date)]);
  expect(await openPayment(malicious, order)).toMatchObject([1n, expect.any(BigInt)]);
});

test("placing the same order after the offer's end offers it anew, at today's price", async () => {
  const { context, wallet, chain } = await ownChain();
  const body = bodyFor(wallet.account.address);
  const { order } = await placeOrder(context, body);
  const dear = reconfigured(context, { PRICE_31337: "0.5" });
  expect((await placeOrder(dear, body)).order).toEqual(order);
  await pass(chain);
  const { order: renewed, created } = await placeOrder(dear, body);
  expect(created).toBe(false);
  expect(renewed).toMatchObject({ id: order.id, serviceFeeWei: parseEther("0.5") });
  expect(renewed.expiresAt.getTime()).toBeGreaterThan(order.expiresAt.getTime());
  await pay(wallet, toOrder(renewed));
  expect(await deploy(dear, renewed)).toMatchObject({ status: "deployed" });
});

test("an order that is paid in time keeps its price, though the same is placed again after the offer's end", async () => {
  const { context, wallet, chain } = await ownChain();
  const body = bodyFor(wallet.account.address);
  const { order } = await placeOrder(context, body);
  await pay(wallet, toOrder(order));
  await pass(chain);
  const dear = reconfigured(context, { PRICE_31337: "0.5" });
  const { order: again } = await placeOrder(dear, body);
  expect(priceOf(again)).toBe(priceOf(order));
  expect(await deploy(dear, again)).toMatchObject({ status: "deployed" });
});

test("on chain too, a payment with a deadline comes in time or not at all", async () => {
  const { context, wallet, chain } = await ownChain();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const payment = {
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "pay",
    args: [order.address, BigInt(order.expiresAt.getTime() / 1_000)],
    value: priceOf(order),
  } as const;
  await wallet.simulateContract({ ...payment, account: wallet.account });
  await pass(chain);
  await expect(wallet.simulateContract({ ...payment, account: wallet.account })).rejects.toThrow(/Expired/);
});

async function deliverForNothing(stranger: Wallet, order: OrderRow): Promise<void> {
  const hash = await stranger.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode, zeroAddress, 0n],
  });
  await stranger.waitForTransactionReceipt({ hash });
}

type Client = Awaited<ReturnType<typeof ownChain>>["chain"];

async function pass(chain: Client, seconds = OFFER_SECONDS + 60): Promise<void> {
  await chain.increaseTime({ seconds });
  await chain.mine({ blocks: 1 });
}
