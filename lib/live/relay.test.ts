import { setTimeout as delay } from "node:timers/promises";
import { encodeErrorResult, encodeFunctionData } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { chainOf, type Chain } from "#lib/base/chains.ts";
import { InvalidRequest } from "#lib/base/errors/request-errors.ts";
import { ChainUnavailable } from "#lib/base/errors/unavailable.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { PAY_GAS } from "#lib/shared/chain/pay-gas.ts";
import { through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, createTestContext, createWallet, pay } from "#lib/testing/test-context.ts";
import { chainRead, relayRead } from "./relay.ts";

test("a page without a node reads what it needs, and a refusal comes with the contract's own error", async () => {
  const { chain, wallet, order } = await setUp();
  const ask = (method: string, params: unknown[] = []) =>
    relayRead(chain, chainRead.parse({ id: 1, method, params }));
  expect(await ask("eth_chainId")).toEqual({ result: "0x7a69" });
  expect(await ask("eth_getBlockByNumber", ["latest", false])).toMatchObject({
    result: { timestamp: expect.any(String) },
  });
  expect(await ask("eth_getBalance", [wallet.account.address, "latest"])).toMatchObject({
    result: expect.stringMatching(/^0x/),
  });
  const data = (deadline: bigint) =>
    encodeFunctionData({ abi: checkoutAbi, functionName: "pay", args: [order.address, deadline] });
  const call = (deadline: bigint) =>
    ask("eth_call", [
      { from: wallet.account.address, to: order.checkout, value: "0x1", data: data(deadline), gas: "0x1" },
      "latest",
    ]);
  expect(await call(2n ** 60n)).toEqual({ result: "0x" });
  const expired = encodeErrorResult({ abi: checkoutAbi, errorName: "Expired", args: [1n] });
  expect(await call(1n)).toMatchObject({ error: { code: 3, data: expired } });

  const hash = await pay(wallet, order);
  const receipt = await ask("eth_getTransactionReceipt", [hash]);
  expect(receipt).toMatchObject({ result: { status: "0x1" } });
  const { gasUsed } = await wallet.getTransactionReceipt({ hash });
  expect(gasUsed).toBeLessThanOrEqual(PAY_GAS);
  expect(gasUsed).toBeGreaterThan((PAY_GAS * 2n) / 3n);
});

test("nothing else is relayed: no other contract, no sending, no logs, no history", async () => {
  const { chain, wallet } = await setUp();
  const to = wallet.account.address;
  const elsewhere = chainRead.parse({ id: 1, method: "eth_call", params: [{ to, data: "0x" }, "latest"] });
  expect(() => relayRead(chain, elsewhere)).toThrow(InvalidRequest);
  for (const [method, params] of [
    ["eth_sendRawTransaction", ["0x00"]],
    ["eth_getLogs", [{}]],
    ["eth_getBlockByNumber", ["0x1", false]],
    ["eth_getBlockByNumber", ["latest", true]],
    ["debug_traceTransaction", ["0x00"]],
    ["eth_call", [{ data: "0x6000" }, "latest"]],
  ] as const)
    expect(chainRead.safeParse({ id: 1, method, params })).toMatchObject({ success: false });
});

test("who asks the same within a second shares one answer, and only so many different things are asked at once", async () => {
  const { chain, proxy } = await setUp();
  const one = `0x${"1".repeat(40)}`;
  await Promise.all(Array.from({ length: 50 }, () => relayRead(chain, balanceOf(one))));
  expect(proxy.called.filter((method) => method === "eth_getBalance")).toHaveLength(1);
  const others = Array.from({ length: 100 }, (_, index) => `0x${String(index + 1).padStart(40, "0")}`);
  const asked = await Promise.allSettled(others.map(async (each) => relayRead(chain, balanceOf(each))));
  const refused = asked.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThanOrEqual(84);
  for (const each of refused) expect(each).toMatchObject({ reason: expect.any(ChainUnavailable) });
});

test("what a slow node has not answered yet counts, however long that takes", async () => {
  const { chain, proxy } = await setUp();
  await relayRead(chain, balanceOf(`0x${"9".repeat(40)}`));
  proxy.delayMs = 3_000;
  const addresses = Array.from({ length: 17 }, (_, index) => `0x${String(index + 1).padStart(40, "0")}`);
  const last = addresses.pop() ?? "";
  // The one from before is over by then.
  await delay(1_200);
  const asked = addresses.map((each) => relayRead(chain, balanceOf(each)));
  await delay(1_200);
  expect(() => relayRead(chain, balanceOf(last))).toThrow(ChainUnavailable);
  await Promise.all(asked);
});

test("a server whose own node fails says so, and asks again", async () => {
  const { chain, proxy } = await setUp();
  const read = chainRead.parse({ id: 1, method: "eth_blockNumber" });
  proxy.refuse = () => ({ code: -32603, message: "internal" });
  await expect(relayRead(chain, read)).rejects.toThrow(ChainUnavailable);
  proxy.refuse = null;
  expect(await relayRead(chain, read)).toMatchObject({ result: expect.stringMatching(/^0x/) });
});

function balanceOf(address: string) {
  return chainRead.parse({ id: 1, method: "eth_getBalance", params: [address, "latest"] });
}

/** An order's parts, on a chain that is asked through a proxy. */
async function setUp() {
  const context = await createTestContext();
  const proxy = await startRecordingProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const chain: Chain = chainOf(through(context, proxy.url).chains, undefined);
  return { chain, proxy, wallet, order: toOrder(order) };
}
