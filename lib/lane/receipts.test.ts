import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { chainOf, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { ownChain, reconfigured } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { openTransactions } from "./journal.ts";
import { waitForReceipt } from "./receipts.ts";
import { send } from "./send.ts";
import { signAgain, signAt } from "./sign.ts";

const WAITING = 20;

test("however many wait, the node is asked for its height at its pace, for each block once, and for few receipts", async () => {
  const { context, chain, node, proxy } = await watchedChain();
  const signed = await signMany(context, chain, WAITING);
  const waits = signed.map(({ hash }) => waitFor(context, chain, hash));
  await delay(700);
  expect(count(proxy.called, "eth_getTransactionReceipt")).toBeLessThanOrEqual(3 * WAITING);

  proxy.called.length = 0;
  await delay(1_000);
  expect(new Set(proxy.called)).toEqual(new Set(["eth_blockNumber"]));
  expect(proxy.called.length).toBeLessThanOrEqual(11);

  proxy.called.length = 0;
  for (let blocks = 1; blocks <= 4; blocks += 1) {
    await node.mine({ blocks: 1 });
    await expect.poll(() => count(proxy.called, "eth_getBlockByNumber"), { timeout: 5_000 }).toBe(blocks);
  }
  expect(count(proxy.called, "eth_getTransactionReceipt")).toBe(0);

  for (const transaction of signed) await send(chain, transaction);
  proxy.called.length = 0;
  await node.mine({ blocks: 1 });
  const receipts = await Promise.all(waits);
  expect(receipts.map((receipt) => receipt?.transactionHash)).toEqual(signed.map(({ hash }) => hash));
  expect(count(proxy.called, "eth_getTransactionReceipt")).toBe(WAITING);
  expect(count(proxy.called, "eth_getBlockByNumber")).toBe(1);

  await delay(300);
  proxy.called.length = 0;
  await delay(500);
  // Nobody waits any more, so nothing is asked.
  expect(proxy.called).toEqual([]);
});

test("what was mined before it was waited for, or many blocks ago, is found", async () => {
  const { context, chain, node } = await watchedChain();
  const [before, meanwhile] = await signMany(context, chain, 2);
  await send(chain, before);
  await node.mine({ blocks: 1 });
  expect(await waitFor(context, chain, before.hash)).toMatchObject({ transactionHash: before.hash });
  const waiting = waitFor(context, chain, meanwhile.hash);
  await delay(300);
  await send(chain, meanwhile);
  await node.mine({ blocks: 40 });
  expect(await waiting).toMatchObject({ transactionHash: meanwhile.hash });
});

test("who waits for a transaction that is replaced meanwhile gets the receipt of what took its nonce", async () => {
  const { context, chain, node } = await watchedChain();
  const [replaced] = await signMany(context, chain, 1);
  const waiting = waitFor(context, chain, replaced.hash);
  await delay(300);
  const signing = signingOf(context, chain, 2n);
  const rival = await signAgain(context.database, signing, { replaced, reason: "a test" });
  if (!rival) throw new Error("It had ended.");
  await send(chain, rival);
  for (let blocks = 0; blocks < 3; blocks += 1) {
    await node.mine({ blocks: 1 });
    await delay(600);
  }
  expect(await waiting).toMatchObject({ transactionHash: rival.hash, status: "success" });
});

test("a transaction in a block that a reorganisation put behind the last one seen is found", async () => {
  const { context, chain, node } = await watchedChain();
  const [signed] = await signMany(context, chain, 1);
  const fork = await node.snapshot();
  const waiting = waitFor(context, chain, signed.hash);
  await delay(300);
  await node.mine({ blocks: 2 });
  await delay(300);
  await node.revert({ id: fork });
  await send(chain, signed);
  await node.mine({ blocks: 1 });
  await node.mine({ blocks: 2, interval: 3 });
  expect(await waiting).toMatchObject({ transactionHash: signed.hash });
});

test("a receipt that the node shows later than its block is asked for until it does", async () => {
  const { context, chain, node, proxy } = await watchedChain();
  const [signed] = await signMany(context, chain, 1);
  const waiting = waitFor(context, chain, signed.hash);
  await send(chain, signed);
  proxy.rewrite = (method, result) => (method === "eth_getTransactionReceipt" ? null : result);
  await node.mine({ blocks: 1 });
  await delay(1_000);
  proxy.rewrite = null;
  expect(await waiting).toMatchObject({ transactionHash: signed.hash });
});

test("what loses its block before it has its confirmations is waited for anew", async () => {
  const { context, chain, node } = await watchedChain({ CONFIRMATIONS_31337: "3" });
  const [signed] = await signMany(context, chain, 1);
  const fork = await node.snapshot();
  const waiting = waitFor(context, chain, signed.hash);
  await send(chain, signed);
  await node.mine({ blocks: 2 });
  await delay(500);
  await node.revert({ id: fork });
  await node.mine({ blocks: 3 });
  await delay(500);
  const first = await node.getBlockNumber();
  await send(chain, signed);
  await node.mine({ blocks: 1 });
  await delay(500);
  await node.mine({ blocks: 2 });
  expect(await waiting).toMatchObject({ transactionHash: signed.hash, blockNumber: first + 1n });
});

test("a node that can't be asked ends the wait with its error, and a signal ends it with nothing", async () => {
  const { context, chain, proxy } = await watchedChain();
  const [signed] = await signMany(context, chain, 1);
  const ending = new AbortController();
  const stopped = waitFor(context, chain, signed.hash, ending.signal);
  await delay(300);
  ending.abort();
  expect(await stopped).toBeNull();
  const failing = waitFor(context, chain, signed.hash);
  await delay(300);
  proxy.refuse = () => ({ code: -32603, message: "Internal error" });
  await expect(failing).rejects.toThrow("Internal error");
});

/** A chain without blocks of its own accord, watched through a proxy that counts. */
async function watchedChain(overrides: Record<string, string> = {}) {
  const { context: direct, chain: node, rpcUrl } = await ownChain();
  const proxy = await startRecordingProxy(rpcUrl);
  onTestFinished(proxy.stop);
  const context = reconfigured(direct, { RPC_URL_31337: proxy.url, ...overrides });
  await node.setAutomine(false);
  return { context, chain: chainOf(context.chains, undefined), node, proxy };
}

function waitFor(context: Context, chain: Chain, hash: TransactionRow["hash"], signal?: AbortSignal) {
  return waitForReceipt(context.database, chain, hash, { deadline: Date.now() + 15_000, signal });
}

/** Signs transactions of nothing, one nonce after the other, and sends none. */
async function signMany(context: Context, chain: Chain, howMany: 1): Promise<[TransactionRow]>;
async function signMany(
  context: Context,
  chain: Chain,
  howMany: 2,
): Promise<[TransactionRow, TransactionRow]>;
async function signMany(context: Context, chain: Chain, howMany: number): Promise<TransactionRow[]>;
async function signMany(context: Context, chain: Chain, howMany: number): Promise<TransactionRow[]> {
  const signing = signingOf(context, chain, 1n);
  const sender = signing.sender.address;
  const first = await chain.client.getTransactionCount({ address: sender });
  for (let index = 0; index < howMany; index += 1) await signAt(context.database, signing, first + index);
  return openTransactions(context.database, { chainId: chain.id, sender });
}

function signingOf({ senders }: Context, chain: Chain, tipGwei: bigint) {
  const [sender] = senders;
  const request = {
    type: "eip1559",
    chainId: chain.id,
    to: sender.address,
    gas: 21_000n,
    maxFeePerGas: 10n ** 10n + tipGwei * 10n ** 9n,
    maxPriorityFeePerGas: tipGwei * 10n ** 9n,
  } as const;
  return { chain, sender, purpose: { purpose: "nonce", orderId: null }, request } as const;
}

function count(called: readonly string[], method: string): number {
  return called.filter((each) => each === method).length;
}
