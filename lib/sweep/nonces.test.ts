import { expect, onTestFinished, test } from "vitest";
import { parseGwei } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Context } from "#lib/base/context.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import type { chainClient } from "#lib/local/chain.ts";
import { journalOf, ownChain, placeAndPay, reconfigured, reread, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { sweepOnce } from "./sweep.ts";

const never = new AbortController().signal;
/** Base fees a hundred times as high are no reason to hold an order. */
const AT_ANY_COST = { DEPLOY_TIMEOUT_MS: "1000", GAS_LOSS_FACTOR: "1000" };
const THREE_CONFIRMATIONS = { DEPLOY_TIMEOUT_MS: "1000", CONFIRMATIONS_31337: "3" };

test("a nonce that a reorganisation freed is used again, though a request asks before the sweep", async () => {
  const { context, wallet, chain } = await ownChain(THREE_CONFIRMATIONS);
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  const paid = await chain.snapshot();
  expect(await deploy(context, order)).toMatchObject({ status: "submitted" });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ settled: 1, waiting: 1 });
  await chain.revert({ id: paid });
  await chain.mine({ blocks: 2 });
  expect(await deploy(context, await reread(context, order))).toMatchObject({ status: "submitted" });
  await chain.mine({ blocks: 3 });
  await sweepOnce(context, never);
  expect(await reread(context, order)).toMatchObject({ status: "deployed" });
  const journal = await journalOf(context);
  expect(new Set(journal.map(({ nonce }) => nonce)).size).toBe(1);
  expect(journal.filter(({ outcome }) => outcome === "mined")).toHaveLength(1);
});

test("the next order is not signed past a nonce that a reorganisation freed", async () => {
  const { context, wallet, chain } = await ownChain(THREE_CONFIRMATIONS);
  const first = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  const paid = await chain.snapshot();
  expect(await deploy(context, first)).toMatchObject({ status: "submitted" });
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(context, never)).toMatchObject({ settled: 1 });
  await chain.revert({ id: paid });
  await chain.setAutomine(true);
  const second = await placeAndPay(context, wallet);
  await deploy(context, second);
  expect(new Set((await journalOf(context)).map(({ nonce }) => nonce)).size).toBe(1);
  for (let sweep = 0; sweep < 4; sweep += 1) {
    await chain.mine({ blocks: 3 });
    await sweepOnce(context, never);
  }
  for (const order of [first, second])
    expect(await reread(context, order)).toMatchObject({ status: "deployed" });
});

test("a node that lags behind is given no nonce that is used already", async () => {
  const { context, wallet, rpcUrl } = await ownChain();
  const [first, second] = [await placeAndPay(context, wallet), await placeAndPay(context, wallet)];
  expect(await deploy(context, first)).toMatchObject({ status: "deployed" });
  const { blockNumber } = await reread(context, first);
  const before = Number(blockNumber) - 1;
  const proxy = await startRecordingProxy(rpcUrl);
  onTestFinished(proxy.stop);
  proxy.rewrite = (method, result) =>
    method === "eth_getBlockByNumber" ? { ...Object(result), number: `0x${before.toString(16)}` } : result;
  expect(await deploy(through(context, proxy.url), second)).toMatchObject({ status: "deployed" });
  const [one, two] = await journalOf(context);
  expect(two?.nonce).toBe((one?.nonce ?? 0) + 1);
});

test("what needs higher fees, and whose key is gone, is delivered by an account that has a key", async () => {
  const { context, wallet, chain } = await ownChain(AT_ANY_COST);
  const orders = [await placeAndPay(context, wallet), await placeAndPay(context, wallet)];
  await chain.setAutomine(false);
  for (const order of orders) await deploy(context, order);
  await dropAll(context, chain);
  const key = generatePrivateKey();
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: 10n ** 21n });
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("100") });
  await chain.mine({ blocks: 1 });
  const restarted = reconfigured(context, { ...AT_ANY_COST, DEPLOYER_PRIVATE_KEY: key });
  await chain.setAutomine(true);
  expect(await sweepOnce(restarted, never)).toMatchObject({ errors: 0 });
  await sweepOnce(restarted, never);
  for (const order of orders) expect(await reread(context, order)).toMatchObject({ status: "deployed" });
  const journal = await journalOf(context);
  expect(journal.map(({ outcome }) => outcome)).toEqual(["abandoned", "abandoned", "mined", "mined"]);
  expect(new Set(journal.map(({ sender }) => sender)).size).toBe(2);
});

test("a request alone does not wait for a transaction whose key is gone and that can't be mined", async () => {
  const { context, wallet, chain } = await ownChain(AT_ANY_COST);
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  await deploy(context, order);
  await dropAll(context, chain);
  const key = generatePrivateKey();
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: 10n ** 21n });
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("100") });
  await chain.mine({ blocks: 1 });
  await chain.setAutomine(true);
  const restarted = reconfigured(context, { ...AT_ANY_COST, DEPLOYER_PRIVATE_KEY: key });
  expect(await deploy(restarted, await reread(context, order))).toMatchObject({ status: "deployed" });
});

test("what was only dropped is sent again though its key is gone", async () => {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const order = await placeAndPay(context, wallet);
  await chain.setAutomine(false);
  const { order: submitted } = await deploy(context, order);
  await chain.dropTransaction({ hash: submitted.deployTx ?? "0x" });
  const restarted = reconfigured(context, {
    DEPLOYER_PRIVATE_KEY: generatePrivateKey(),
    DEPLOY_TIMEOUT_MS: "1000",
  });
  expect(await sweepOnce(restarted, never)).toMatchObject({ drained: 0, errors: 0 });
  await chain.mine({ blocks: 1 });
  await sweepOnce(restarted, never);
  expect(await reread(context, order)).toMatchObject({ status: "deployed", deployTx: submitted.deployTx });
});

/** Without it the local chain, which makes blocks as long as something waits, would wait for the fees to fall again. */
async function dropAll(context: Context, chain: ReturnType<typeof chainClient>): Promise<void> {
  for (const { hash } of await journalOf(context)) await chain.dropTransaction({ hash });
}
