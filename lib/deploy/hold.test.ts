import { setTimeout as delay } from "node:timers/promises";
import { parseGwei, parseTransaction } from "viem";
import { expect, test } from "vitest";
import { GLOBAL_LOCK } from "#lib/base/lock/lock-key.ts";
import { withLock } from "#lib/base/lock/lock.ts";
import type { chainClient } from "#lib/local/chain.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { journalOf, ownChain, placeAndPay, reconfigured, reread } from "#lib/testing/own-chain.ts";
import { openPayment, pay, createWallet, bodyFor } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";

const never = new AbortController().signal;

test("an order whose gas costs a hundred times what was paid is held, and delivered once gas has fallen", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  await setGasPrice(chain, "100");
  const { status, order: held } = await deploy(context, order);
  expect(status).toBe("held");
  expect(held.status).toBe("paid");
  const { hold } = toOrder(held);
  expect(hold).toMatchObject({ reason: "gas_price", paid: String(order.networkWei) });
  expect(BigInt(hold?.cost ?? 0)).toBeGreaterThan(3n * order.networkWei);
  expect(await journalOf(context)).toEqual([]);

  expect(await sweepOnce(context, never)).toMatchObject({ held: 0, deployed: 0, errors: 0 });
  await setGasPrice(chain, "1");
  await aSecond();
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  expect(toOrder(await reread(context, order))).toMatchObject({ status: "deployed", hold: null });
  expect(await openPayment(wallet, toOrder(order))).toEqual([0n, 0n]);
});

test("who asks for an order that is held takes no lock, and finds none held", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  await setGasPrice(chain, "100");
  await deploy(context, order);
  await withLock(context.lockPool, { name: GLOBAL_LOCK, idleTimeoutMs: 60_000 }, async () => {
    expect(await deploy(context, await reread(context, order))).toMatchObject({ status: "held" });
  });
});

test("an order that is held keeps nobody waiting who pays today's price", async () => {
  const { context, wallet, chain } = await ownChain();
  const held = await placeAndPay(context, wallet);
  await setGasPrice(chain, "100");
  await deploy(context, held);
  const other = await createWallet(context.parts.rpcUrl);
  await setGasPrice(chain, "100");
  const { order } = await placeOrder(context, bodyFor(other.account.address));
  await pay(other, toOrder(order));
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, held: 0, errors: 0 });
  expect(await reread(context, held)).toMatchObject({ status: "paid", heldSince: expect.any(Date) });
});

test("what an order is worth is looked at anew after a while, though gas has not become cheaper", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  await setGasPrice(chain, "100");
  await deploy(context, order);
  await context.database.execute("update orders set retry_at = now()");
  const generous = reconfigured(context, { GAS_LOSS_FACTOR: "1000" });
  await setGasPrice(chain, "100");
  expect(await sweepOnce(generous, never)).toMatchObject({ deployed: 1, errors: 0 });
});

test("nothing that is signed for an order offers more than it is worth, nor when its fees are raised", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  // Worth it still, and not if it doubled.
  await setGasPrice(chain, "5");
  expect(await deploy(context, order)).toMatchObject({ status: "submitted" });
  await setGasPrice(chain, "100");
  expect(await sweepOnce(context, never)).toMatchObject({ raised: 0, errors: 0 });
  const signed = (await journalOf(context)).map(({ raw }) => parseTransaction(raw));
  expect(signed).toHaveLength(1);
  for (const { gas = 0n, maxFeePerGas = 0n } of signed)
    expect(((gas * 5n) / 6n) * maxFeePerGas).toBeLessThanOrEqual(3n * order.networkWei);
});

test("a delivery that is not worth raising gives its nonce to nothing where others wait behind it, and its order is held", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const cheap = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  await deploy(context, cheap);
  const other = await createWallet(context.parts.rpcUrl);
  await setGasPrice(chain, "100");
  const { order: dear } = await placeOrder(context, bodyFor(other.account.address));
  const paying = pay(other, toOrder(dear));
  while (!(await Promise.race([paying, delay(50)]))) await setGasPrice(chain, "100");
  for (let sweep = 0; sweep < 4; sweep += 1) {
    await sweepOnce(context, never);
    await setGasPrice(chain, "100");
  }
  expect(await reread(context, dear)).toMatchObject({ status: "deployed" });
  const [replaced, filler] = (await journalOf(context)).filter(
    ({ nonce }, _, [first]) => nonce === first?.nonce,
  );
  expect(replaced).toMatchObject({ outcome: "replaced", orderId: cheap.id });
  expect(filler).toMatchObject({ outcome: "mined", orderId: null });
  await sweepOnce(context, never);
  expect(await reread(context, cheap)).toMatchObject({ status: "paid", heldSince: expect.any(Date) });
});

test("what was ordered for nothing is the operator's to pay, whatever gas costs", async () => {
  const { context, wallet, chain } = await ownChain({ PRICE_31337: "0" });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await setGasPrice(chain, "100");
  expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
});

test("an order that is held can be refunded by its payer, and is not held any more", async () => {
  const { context, wallet, chain } = await ownChain();
  const order = await placeAndPay(context, wallet);
  await setGasPrice(chain, "100");
  await deploy(context, order);
  await chain.increaseTime({ seconds: 3_600 });
  const { checkout, address } = order;
  await wallet.writeContract({
    address: checkout,
    abi: checkoutAbi,
    functionName: "refund",
    args: [address],
  });
  await sweepOnce(context, never);
  expect(toOrder(await reread(context, order))).toMatchObject({ status: "refunded", hold: null });
});

type Client = ReturnType<typeof chainClient>;

async function setGasPrice(chain: Client, gwei: string): Promise<void> {
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(gwei) });
  await chain.mine({ blocks: 1 });
}

/** For so long the price of gas that was read last is good enough. */
function aSecond(): Promise<void> {
  return delay(1_100);
}
