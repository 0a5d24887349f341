import { inject, expect, onTestFinished, test } from "vitest";
import { checkHealth } from "#lib/base/health.ts";
import { through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy, type RecordingProxy } from "#lib/testing/recording-proxy.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { nodeProblem } from "./check-node.ts";

type Refusing = (method: string, params: unknown[]) => boolean;

const only =
  (refused: string): Refusing =>
  (method) =>
    method === refused;
/** As a node does that keeps no state but that of its head. */
const atBlocks: Refusing = (method, [, block]) => method === "eth_call" && block !== "latest";

const incapable: [string, Refusing][] = [
  ["eth_getLogs", only("eth_getLogs")],
  ["eth_estimateGas", only("eth_estimateGas")],
  ["eth_getTransactionCount", only("eth_getTransactionCount")],
  ["eth_getTransactionReceipt", only("eth_getTransactionReceipt")],
  ["eth_gasPrice", only("eth_gasPrice")],
  ["eth_call at a block's number", atBlocks],
];

test.each(incapable)("a node that can't do %s is said to be the problem", async (name, refusing) => {
  const { chain } = await chainThrough([refusing]);
  expect(await nodeProblem(chain)).toBe(`The node does not answer ${name}.`);
});

test("a node that can do it all is none", async () => {
  const { chain, context } = await chainThrough([() => false]);
  expect(await nodeProblem(chain)).toBeNull();
  expect(await checkHealth(context)).toMatchObject({ parts: { "chain-31337": { status: "ok" } } });
});

test("what one node can't do the other one may", async () => {
  const { chain, context } = await chainThrough([only("eth_getLogs"), atBlocks]);
  expect(await nodeProblem(chain)).toBeNull();
  expect(await checkHealth(context)).toMatchObject({
    status: "ok",
    parts: {
      "chain-31337": {
        status: "ok",
        message: "Node 1 does not answer eth_getLogs. Node 2 does not answer eth_call at a block's number.",
      },
    },
  });
});

test("what no node can do is a problem, and health says which", async () => {
  const { context } = await chainThrough([only("eth_getLogs"), only("eth_getLogs")]);
  const message = "Node 1 does not answer eth_getLogs. Node 2 does not answer eth_getLogs.";
  expect(await checkHealth(context)).toMatchObject({
    status: "unavailable",
    parts: { "chain-31337": { status: "unavailable", message } },
  });
});

test("a node that is down, serves another chain or knows no Checkout is said to", async () => {
  const context = await createTestContext();
  const dark = chainOf(through(context, "http://127.0.0.1:9"));
  expect(await nodeProblem(dark)).toBe("The node does not answer.");
  const bare = { ...chainOf(context), checkout: `0x${"11".repeat(20)}` as const };
  expect(await nodeProblem(bare)).toBe(`The node knows no Checkout at ${bare.checkout}.`);
  const { chain, proxies } = await chainThrough([() => false]);
  for (const proxy of proxies)
    proxy.rewrite = (method, result) => (method === "eth_chainId" ? "0x1" : result);
  expect(await nodeProblem(chain)).toBe("The node serves chain 1.");
});

test("many who ask share one check, and a node that answers too late is not waited for", async () => {
  const { chain, proxies } = await chainThrough([() => false]);
  let asked = 0;
  for (const proxy of proxies)
    proxy.refuse = (method) => {
      if (method === "eth_getLogs") asked += 1;
      return null;
    };
  await Promise.all(Array.from({ length: 20 }, () => nodeProblem(chain)));
  await nodeProblem(chain);
  expect(asked).toBe(1);
  const { chain: slow, proxies: delayed } = await chainThrough([() => false]);
  for (const proxy of delayed) proxy.delayMs = 60_000;
  const startedAt = performance.now();
  expect(await nodeProblem(slow)).toBe("The node does not answer.");
  expect(performance.now() - startedAt).toBeLessThan(12_000);
});

function chainOf({ chains }: Awaited<ReturnType<typeof createTestContext>>) {
  const [chain] = chains;
  if (!chain) throw new Error("There is one chain.");
  return chain;
}

/** A chain asked by as many nodes as there are rules, each of which refuses what its rule says. */
async function chainThrough(rules: Refusing[]) {
  const context = await createTestContext();
  const proxies: RecordingProxy[] = [];
  for (const isRefused of rules) {
    const proxy = await startRecordingProxy(inject("rpcUrl"));
    onTestFinished(proxy.stop);
    proxy.refuse = (method, params) =>
      isRefused(method, params) ? { code: -32601, message: "the method is not available" } : null;
    proxies.push(proxy);
  }
  const asked = through(context, proxies.map(({ url }) => url).join(","));
  return { context: asked, chain: chainOf(asked), proxies };
}
