import { parseGwei, parseTransaction } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import type { chainClient } from "#lib/local/chain.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { journalOf, ownChain, placeAndPay, reread, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { isStuck, mendLanes } from "./mend-lanes.ts";
import { sweepOnce } from "./sweep.ts";

const never = new AbortController().signal;
/** An operator to whom every order is worth its gas. */
const generous = { DEPLOY_TIMEOUT_MS: "1000", GAS_LOSS_FACTOR: "1000" };

test("a transaction that the node has dropped is sent again, byte for byte", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  const { order: submitted } = await deploy(context, order);
  const hash = submitted.deployTx ?? "0x";
  await chain.dropTransaction({ hash });
  await expect(chain.getTransaction({ hash })).rejects.toThrow(/could not be found/);
  expect(await mend(context)).toMatchObject({ resent: 1, errors: 0 });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1 });
  expect(await reread(context, order)).toMatchObject({ deployTx: hash });
});

test("a transaction below the base fee is replaced on its nonce with fees at least a tenth higher", async () => {
  const { context, wallet, chain } = await ownChain(generous);
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  const { order: submitted } = await deploy(context, order);
  await raiseBaseFee(chain, "50");
  expect(await mend(context)).toMatchObject({
    raised: 1,
    errors: 0,
  });
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("50") });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  const [first, second] = await journalOf(context);
  expect(first).toMatchObject({ outcome: "replaced", reason: "its fees were raised" });
  expect(second).toMatchObject({ outcome: "mined", nonce: first?.nonce });
  expect((await reread(context, order)).deployTx).toBe(second?.hash);
  expect(second?.hash).not.toBe(submitted.deployTx);
});

test("fees are never raised above the configured maximum", async () => {
  const { context, wallet, chain } = await ownChain({ ...generous, MAX_FEE_GWEI_31337: "40" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  await deploy(context, order);
  await raiseBaseFee(chain, "100");
  for (let sweep = 0; sweep < 3; sweep += 1) await sweepOnce(context, never);
  for (const { raw } of await journalOf(context))
    expect(parseTransaction(raw).maxFeePerGas).toBeLessThanOrEqual(parseGwei("40"));
});

test("a raised transaction and the one it replaced: whichever is mined delivers the order", async () => {
  const { context, wallet, chain } = await ownChain(generous);
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  await deploy(context, order);
  const before = await chain.snapshot();
  await raiseBaseFee(chain, "50");
  await sweepOnce(context, never);
  await chain.revert({ id: before });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  const [first, second] = await journalOf(context);
  expect(first).toMatchObject({ outcome: "mined", reason: null });
  expect(second).toMatchObject({ outcome: "replaced", reason: expect.stringContaining(first?.hash ?? "") });
  expect((await reread(context, order)).deployTx).toBe(first?.hash);
});

test("a nonce that was left out is filled, so that what waits behind it is mined", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const proxy = await startRecordingProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  const order = await placeAndPay(context, wallet);
  proxy.rewrite = (method, result) =>
    method === "eth_getTransactionCount" ? `0x${(Number(result) + 2).toString(16)}` : result;
  await chain.setAutomine(false);
  expect(await deploy(through(context, proxy.url), order)).toMatchObject({ status: "submitted" });
  expect(await mend(context)).toMatchObject({ filled: 2, resent: 2, errors: 0 });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
  expect((await journalOf(context)).map(({ orderId }) => orderId)).toEqual([order.id, null, null]);
  await sweepOnce(context, never);
  expect((await journalOf(context)).map(({ outcome }) => outcome)).toEqual(["mined", "mined", "mined"]);
});

test("a delivery that was given up for lost because a node erred is recorded once it is mined", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  await deploy(context, order);
  const proxy = await startRecordingProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  proxy.rewrite = (method, result) => (method === "eth_getTransactionCount" ? "0x63" : result);
  await sweepOnce(through(context, proxy.url), AbortSignal.timeout(1_000));
  expect((await journalOf(context))[0]).toMatchObject({ outcome: "abandoned" });
  await chain.setAutomine(true);
  await chain.mine({ blocks: 1 });
  for (let sweep = 0; sweep < 3; sweep += 1) await sweepOnce(context, never);
  expect(await reread(context, order)).toMatchObject({ status: "deployed" });
  expect((await journalOf(context))[0]).toMatchObject({ outcome: "mined", reason: null });
});

test("a delivery whose order was refunded meanwhile gives its nonce to a transfer of nothing", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.increaseTime({ seconds: 3600 });
  await chain.mine({ blocks: 1 });
  await chain.setAutomine(false);
  const { order: submitted } = await deploy(context, order);
  await chain.dropTransaction({ hash: submitted.deployTx ?? "0x" });
  await chain.setAutomine(true);
  const refund = { address: order.checkout, abi: checkoutAbi, functionName: "refund" } as const;
  await wallet.writeContract({ ...refund, args: [order.address] });
  await expect(deploy(context, order)).rejects.toMatchObject({ code: "refunded" });
  await sweepOnce(context, never);
  await sweepOnce(context, never);
  const [delivery, filler] = await journalOf(context);
  expect(delivery).toMatchObject({ outcome: "replaced", reason: "its order needs no delivery any more" });
  expect(filler).toMatchObject({ outcome: "mined", orderId: null, nonce: delivery?.nonce });
});

test("fees are raised for what blocks have passed over for a minute, never on a chain that stands still", () => {
  const signedAt = 1_800_000_000;
  const isStuckWith = (head: number, now: number) =>
    isStuck(
      { createdAt: new Date(signedAt * 1_000) },
      { timestamp: BigInt(signedAt + head) },
      (signedAt + now) * 1_000,
    );
  expect(isStuckWith(50, 59)).toBe(false);
  expect(isStuckWith(50, 61)).toBe(true);
  expect(isStuckWith(-2, 3_600)).toBe(false);
  expect(isStuckWith(3, 3_600)).toBe(false);
});

function mend(context: Context) {
  return mendLanes(context, chainOf(context.chains, undefined));
}

type Client = ReturnType<typeof chainClient>;

async function raiseBaseFee(chain: Client, gwei: string): Promise<void> {
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(gwei) });
  await chain.mine({ blocks: 1 });
}
