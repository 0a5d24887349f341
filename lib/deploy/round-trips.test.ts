import { expect, onTestFinished, test } from "vitest";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { priceOf } from "#lib/shared/standing.ts";
import { startAnvil } from "#lib/testing/anvil.ts";
import { ownChain, placeAndPay, reconfigured } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { countRoundTrips } from "#lib/testing/round-trips.ts";
import { bodyFor, createTestContext, createWallet, pay } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";

const free = { PRICE_31337: "0" };
const looked = ["eth_getBlockByNumber", "eth_call"];
const tried = ["eth_call", "eth_estimateGas", "eth_getTransactionCount", "eth_maxPriorityFeePerGas"];
const verified = ["eth_getBlockByNumber", "eth_getCode", "eth_call", "eth_call", "eth_call"];

test("a deploy takes four requests to a node that mines at once, and ten statements in six round trips", async () => {
  const { context, wallet, proxy } = await warmContext(await ownChain(free), free);
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const { requests, calls, statements, trips, result } = await countRoundTrips(proxy, () =>
    deploy(context, order),
  );
  expect(result.status).toBe("deployed");
  const sent = ["eth_sendRawTransaction", "eth_getTransactionReceipt"];
  expect(calls.toSorted()).toEqual([...looked, ...tried, ...sent, ...verified].toSorted());
  expect(requests).toBe(4);
  expect(statements.length).toBeLessThanOrEqual(10);
  expect(trips).toBeLessThanOrEqual(6);
});

test("a node that can be asked to answer once a transaction is in a block is asked for nothing else", async () => {
  const { context, wallet, proxy } = await warmContext(await ownAnvil(free), free);
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const { requests, calls, trips, result } = await countRoundTrips(proxy, () => deploy(context, order));
  expect(result.status).toBe("deployed");
  const sent = ["eth_sendRawTransactionSync"];
  expect(calls.toSorted()).toEqual([...looked, ...tried, ...sent, ...verified].toSorted());
  expect(requests).toBe(4);
  expect(trips).toBeLessThanOrEqual(6);
});

test("a payment that nobody has seen yet costs no more than two requests and two statements besides", async () => {
  const { context, wallet, proxy } = await warmContext(await ownChain());
  const order = await placeAndPay(context, wallet);
  const { requests, calls, statements, result } = await countRoundTrips(proxy, () => deploy(context, order));
  expect(result).toMatchObject({ status: "deployed", order: { payTx: expect.stringMatching(/^0x/) } });
  expect(calls.filter((method) => method === "eth_getLogs")).toHaveLength(1);
  expect(requests).toBeLessThanOrEqual(6);
  expect(statements.length).toBeLessThanOrEqual(12);
});

type Own = Pick<Awaited<ReturnType<typeof ownChain>>, "context" | "wallet" | "rpcUrl">;

async function ownAnvil(overrides: Record<string, string>): Promise<Own> {
  const { rpcUrl, stop } = await startAnvil({ "chain-id": 31337 });
  onTestFinished(stop);
  return { context: await createTestContext(overrides, rpcUrl), wallet: await createWallet(rpcUrl), rpcUrl };
}

/** A context in which what is asked once in a process has been asked, behind a proxy that counts. */
async function warmContext({ context: direct, wallet, rpcUrl }: Own, overrides: Record<string, string> = {}) {
  const proxy = await startRecordingProxy(rpcUrl);
  onTestFinished(proxy.stop);
  const context = reconfigured(direct, { RPC_URL_31337: proxy.url, ...overrides });
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  if (priceOf(order) > 0n) await pay(wallet, toOrder(order));
  await deploy(context, order);
  return { context, wallet, proxy };
}
