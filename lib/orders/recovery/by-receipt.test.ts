import { eq } from "drizzle-orm";
import { parseGwei, slice, type Hex } from "viem";
import solc from "solc";
import { expect, test } from "vitest";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { tokenArtifacts } from "#lib/checkout/artifacts.ts";
import { contractSource } from "#lib/checkout/contract-source.ts";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { tokenAddress } from "#lib/checkout/initcode.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { contractName, kindOf } from "#lib/shared/contract/kinds.ts";
import { readReceipt, RECEIPT_FORMAT, type Receipt } from "#lib/shared/contract/receipt.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import { priceOf } from "#lib/shared/standing.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { ownChain, placeAndPay, reconfigured, reread } from "#lib/testing/own-chain.ts";
import { bodyFor, pay } from "#lib/testing/test-context.ts";
import { recoverByReceipt, type Vouched } from "./by-receipt.ts";
import { unknownPayments } from "./unknown-payments.ts";

const never = new AbortController().signal;
const nothing: Vouched = { honoursPayment: false, isFormerCode: false, formerCheckout: undefined };
/** What a token of no features and burnable is compiled by. */
const COMPILE_MS = 120_000;

test("a receipt has its order again, which is delivered; twice is the same, and what is listed is what is lost", async () => {
  const { context, wallet } = await ownChain();
  const [lost, kept] = [await placeAndPay(context, wallet), await placeAndPay(context, wallet)];
  await lose(context, lost);
  expect(await listed(context)).toEqual([{ token: lost.address, standing: "waits" }]);
  const receipt = receiptOf(lost);
  expect(await recoverByReceipt(context, receipt, nothing)).toMatchObject({ created: true });
  expect(await recoverByReceipt(context, receipt, nothing)).toMatchObject({ created: false });
  await sweepOnce(context, never);
  for (const order of [lost, kept])
    expect(await reread(context, order)).toMatchObject({ status: "deployed" });
  expect(await listed(context)).toEqual([]);
  await lose(context, lost);
  expect(await listed(context)).toEqual([{ token: lost.address, standing: "delivered" }]);
});

test("a receipt that was changed, of another's Checkout, or of what nobody has paid, makes no order", async () => {
  const { context, wallet, rpcUrl } = await ownChain();
  const lost = await placeAndPay(context, wallet);
  const { order: unpaid } = await placeOrder(context, bodyFor(wallet.account.address));
  for (const order of [lost, unpaid]) await lose(context, order);
  const receipt = receiptOf(lost);
  const [deployer] = context.senders;
  const theirs = await deployCheckout({
    rpcUrl,
    deployer,
    treasury: wallet.account.address,
    refundDelaySeconds: 0,
  });
  const elsewhere = tokenAddress(theirs, receipt.body.salt, receipt.initcode);
  const wrong: [Receipt, string][] = [
    [{ ...receipt, body: { ...receipt.body, name: "Another" } }, "Its code makes another token"],
    [{ ...receipt, initcode: `${receipt.initcode}00` }, "Its address is not that of its own contents"],
    [{ ...receipt, checkout: theirs, address: elsewhere }, "Nothing is known of its Checkout"],
    [{ ...receipt, body: { ...receipt.body, deployer: theirs } }, "Nothing was paid"],
    [receiptOf(unpaid), "Nothing was paid"],
  ];
  for (const [each, sentence] of wrong)
    await expect(recoverByReceipt(context, each, nothing)).rejects.toThrow(sentence);
  expect(await context.database.$count(orders)).toBe(0);
});

test("the operator may honour a payment that does not cover what delivering costs by now", async () => {
  const { context, wallet, chain } = await ownChain();
  const lost = await placeAndPay(context, wallet);
  await lose(context, lost);
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("200") });
  await chain.mine({ blocks: 1 });
  const receipt = receiptOf(lost);
  const first = await recoverByReceipt(context, receipt, nothing);
  expect(first.order).toMatchObject({ status: "awaiting_payment" });
  const honoured = await recoverByReceipt(context, receipt, { ...nothing, honoursPayment: true });
  expect(honoured.order).toMatchObject({ id: first.order.id, status: "paid" });
  expect(priceOf(honoured.order)).toBe(priceOf(lost));
});

test("a token that was free is had again where the operator says so, since nothing was paid for it", async () => {
  const { context, wallet } = await ownChain({ PRICE_31337: "0" });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await deploy(context, order);
  await lose(context, order);
  await expect(recoverByReceipt(context, receiptOf(order), nothing)).rejects.toThrow("Nothing was paid");
  await recoverByReceipt(context, receiptOf(order), { ...nothing, honoursPayment: true });
  await sweepOnce(context, never);
  expect(await reread(context, order)).toMatchObject({ status: "deployed", paidAt: null });
});

test(
  "an order of a former compile and a former Checkout is delivered by its stored code, and had again by its receipt",
  async () => {
    const { context, wallet, rpcUrl } = await ownChain();
    const { order } = await placeOrder(context, bodyFor(wallet.account.address));
    const initcode = formerInitcode(order);
    const address = tokenAddress(order.checkout, order.salt, initcode);
    const former = { ...order, initcode, address };
    await context.database.update(orders).set({ initcode, address }).where(eq(orders.id, order.id));
    await pay(wallet, toOrder(former));
    const [deployer] = context.senders;
    const now = await deployCheckout({
      rpcUrl,
      deployer,
      treasury: deployer.address,
      refundDelaySeconds: 3600,
    });
    const upgraded = reconfigured(context, { CHECKOUT_31337: now });
    const receipt = receiptOf(former);
    await lose(context, former);
    // Placed here once more, it would be another order, which nobody has paid.
    const { order: another } = await placeOrder(upgraded, receipt.body);
    expect(another).toMatchObject({ status: "awaiting_payment", checkout: now });
    const vouched = { ...nothing, isFormerCode: true, formerCheckout: order.checkout };
    await expect(recoverByReceipt(upgraded, receipt, { ...vouched, isFormerCode: false })).rejects.toThrow(
      "--former-code",
    );
    await expect(
      recoverByReceipt(upgraded, receipt, { ...vouched, formerCheckout: undefined }),
    ).rejects.toThrow("--checkout");
    const { order: again } = await recoverByReceipt(upgraded, receipt, vouched);
    expect(again).toMatchObject({ address, initcode, status: "paid" });
    expect(await deploy(upgraded, again)).toMatchObject({ status: "deployed" });
    expect(await reread(upgraded, former)).toMatchObject({ status: "deployed", checkout: order.checkout });
  },
  COMPILE_MS,
);

test("a file that is no receipt is none", () => {
  for (const text of ["", "{}", "null", JSON.stringify({ format: RECEIPT_FORMAT }), "{".repeat(10_000)])
    expect(readReceipt(text)).toBeNull();
});

/** As its page gives it, and as it is read again. */
function receiptOf(row: OrderRow): Receipt {
  const { name, symbol, decimals, supply, features, cap, owner, ...order } = toOrder(row);
  const { address, chainId, deployer, checkout, salt, initcode } = order;
  const file = {
    format: RECEIPT_FORMAT,
    address,
    chain: { id: chainId, name: "any" },
    token: { name, symbol, decimals, supply, features, cap, owner },
    payment: { deployer, price: "1" },
    create2: { checkout, salt, initcode },
  };
  const receipt = readReceipt(JSON.stringify(file));
  if (!receipt) throw new Error("It is a receipt.");
  return receipt;
}

/** The same token, by a compiler that was told to make it cheaper to deploy than to use. */
function formerInitcode(order: OrderRow): Hex {
  const name = contractName(kindOf({ features: onlyFeatures(...order.features), cap: order.capUnits }));
  const source = contractSource(name);
  const artifact = tokenArtifacts[name];
  if (!source || !artifact) throw new Error(`There is no source of ${name}.`);
  const settings = { ...source.input.settings, optimizer: { enabled: true, runs: 1 } };
  const output = JSON.parse(solc.compile(JSON.stringify({ ...source.input, settings })));
  const creation: Hex = `0x${output.contracts[source.file][name].evm.bytecode.object}`;
  expect(creation).not.toBe(artifact.bytecode);
  const own = (artifact.bytecode.length - 2) / 2;
  return `${creation}${slice(order.initcode, own).slice(2)}`;
}

type Context = Awaited<ReturnType<typeof ownChain>>["context"];

async function listed(context: Context) {
  const [chain] = context.chains;
  if (!chain) throw new Error("There is one chain.");
  const found = [];
  for await (const { token, standing } of unknownPayments(context, chain, 0n))
    found.push({ token, standing });
  return found;
}

async function lose({ database }: Context, { address }: OrderRow): Promise<void> {
  await database.execute("delete from progress");
  await database.execute("delete from transactions");
  await database.delete(orders).where(eq(orders.address, address));
}
