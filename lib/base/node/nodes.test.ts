import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { json } from "node:stream/consumers";
import { BaseError, encodeErrorResult, numberToHex } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { isChainUnavailable, openChain } from "#lib/base/chains.ts";
import { parseEnv } from "#lib/base/env.ts";
import { createLogger } from "#lib/base/log.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";

type Call = { id: number; method: string };
type Answering = (calls: Call[], response: ServerResponse, isBatch: boolean) => void;

const REFUSED = { code: -32600, message: "batch too large" };

const refusals: [string, Answering][] = [
  ["one error", (_, response) => send(response, 200, { jsonrpc: "2.0", id: null, error: REFUSED })],
  [
    "a list of one error",
    (_, response) => send(response, 200, [{ jsonrpc: "2.0", id: null, error: REFUSED }]),
  ],
  [
    "an error for each call",
    (calls, response) =>
      send(
        response,
        200,
        calls.map(({ id }) => ({ jsonrpc: "2.0", id, error: REFUSED })),
      ),
  ],
  ["status 400", (_, response) => send(response, 400, { message: "too many calls" })],
  ["status 413 and no JSON", (_, response) => response.writeHead(413).end("<html>")],
  [
    "status 500",
    (_, response) => send(response, 500, { error: { code: 31, message: "batch of more than 3" } }),
  ],
];

test.each(refusals)(
  "a node that answers large batches with %s is asked one by one from then on",
  async (_, refuse) => {
    const sizes: number[] = [];
    const node = await startNode((calls, response, isBatch) => {
      sizes.push(calls.length);
      if (isBatch && calls.length > 3) refuse(calls, response, isBatch);
      else answerAll(calls, response, isBatch);
    });
    const { chain, said } = chainOn([node.url]);
    expect(await balances(chain, 8)).toEqual(Array.from({ length: 8 }, () => 1n));
    while (said.length === 0) await delay(10);
    sizes.length = 0;
    await balances(chain, 8);
    expect(sizes).toEqual(Array.from({ length: 8 }, () => 1));
    expect(said).toEqual([expect.stringContaining("node refuses batches of 10 calls")]);
    expect(said.join()).not.toContain(node.url);
  },
);

test("a node that errs for a moment keeps its batches", async () => {
  let errs = true;
  const sizes: number[] = [];
  const node = await startNode((calls, response, isBatch) => {
    sizes.push(calls.length);
    if (errs && isBatch && calls.length > 3) send(response, 503, { message: "overloaded" });
    else answerAll(calls, response, isBatch);
    if (isBatch && calls.length > 3) errs = false;
  });
  const { chain, said } = chainOn([node.url]);
  await balances(chain, 8);
  await delay(200);
  await balances(chain, 8);
  expect(sizes.at(-1)).toBe(8);
  expect(said).toEqual([]);
});

test("where the first node is down, the second one is asked", async () => {
  const node = await startNode(answerAll);
  const { chain, said } = chainOn(["http://127.0.0.1:9/secret", node.url]);
  expect(await balances(chain, 1)).toEqual([1n]);
  expect(said).toEqual([expect.stringContaining("node fails")]);
  expect(said.join()).not.toContain("secret");
});

test("a first node that hangs is waited for once, and not with every call", async () => {
  const hanging = await startNode(() => undefined);
  const node = await startNode(answerAll);
  const { chain } = chainOn([hanging.url, node.url]);
  const startedAt = performance.now();
  for (let call = 0; call < 10; call += 1) expect(await balances(chain, 1)).toEqual([1n]);
  expect(performance.now() - startedAt).toBeLessThan(9_000);
});

test("a first node that limits the rate for an hour is passed over", async () => {
  const limiting = await startNode((_, response) =>
    response.writeHead(429, { "Retry-After": "3600" }).end("{}"),
  );
  const node = await startNode(answerAll);
  const { chain } = chainOn([limiting.url, node.url]);
  const startedAt = performance.now();
  for (let call = 0; call < 10; call += 1) expect(await balances(chain, 1)).toEqual([1n]);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(limiting.asked()).toBeLessThan(3);
});

test("if no node answers, a call ends within the wait of one", async () => {
  const hanging = await Promise.all([startNode(() => undefined), startNode(() => undefined)]);
  const { chain } = chainOn(hanging.map(({ url }) => url));
  for (let call = 0; call < 2; call += 1) {
    const startedAt = performance.now();
    await expect(balances(chain, 1)).rejects.toSatisfy(isChainUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(12_000);
  }
});

test("nodes that all failed are asked again, and the one that answers is kept", async () => {
  let isDown = true;
  const answering: Answering = (calls, response, isBatch) =>
    isDown ? send(response, 503, {}) : answerAll(calls, response, isBatch);
  const [first, second] = await Promise.all([startNode(answering), startNode(answering)]);
  const { chain } = chainOn([first.url, second.url]);
  await expect(balances(chain, 1)).rejects.toSatisfy(isChainUnavailable);
  isDown = false;
  expect(await balances(chain, 1)).toEqual([1n]);
});

test("a revert is the chain's word, and no other node is asked for it", async () => {
  const data = encodeErrorResult({ abi: checkoutAbi, errorName: "ZeroPayment" });
  for (const error of [
    { code: 3, message: "execution reverted", data },
    { code: -32603, message: "VM Exception", data: { message: "reverted", data } },
  ]) {
    const reverting = await startNode((calls, response, isBatch) =>
      answer(calls, response, isBatch, ({ method }) =>
        method === "eth_call" ? { error } : { result: resultOf(method) },
      ),
    );
    const other = await startNode(answerAll);
    const { chain } = chainOn([reverting.url, other.url]);
    await expect(chain.client.call({ to: numberToHex(1, { size: 20 }) })).rejects.toThrow(BaseError);
    expect(other.asked()).toBe(0);
  }
});

test("a node of another chain is not believed, and the next one is asked", async () => {
  const wrong = await startNode((calls, response, isBatch) =>
    answer(calls, response, isBatch, ({ method }) => ({ result: method === "eth_chainId" ? "0x1" : "0x2" })),
  );
  const right = await startNode(answerAll);
  expect(await balances(chainOn([wrong.url, right.url]).chain, 1)).toEqual([1n]);
  await expect(balances(chainOn([wrong.url]).chain, 1)).rejects.toSatisfy(isChainUnavailable);
});

test("a node that has a block not yet, of which another one has told, is asked again later", async () => {
  const behind = await startNode((calls, response, isBatch) =>
    answer(calls, response, isBatch, ({ method }) => ({
      result: method === "eth_chainId" ? resultOf(method) : null,
    })),
  );
  const { chain } = chainOn([behind.url]);
  await expect(chain.client.getBlock({ blockNumber: 7n })).rejects.toSatisfy(isChainUnavailable);
});

test("only a chain on this machine is asked ten times a second", () => {
  const polled = (RPC_URL_31337: string) => chainOn([RPC_URL_31337]).chain.client.pollingInterval;
  expect(polled("http://127.0.0.1:8545")).toBe(100);
  expect(polled("http://node.example")).toBe(1_000);
  expect(chainOn(["http://127.0.0.1:8545"], 1).chain.client.pollingInterval).toBe(4_000);
});

function balances({ client }: ReturnType<typeof openChain>, count: number): Promise<bigint[]> {
  const addresses = Array.from({ length: count }, (_, index) => numberToHex(index + 1, { size: 20 }));
  return Promise.all(addresses.map((address) => client.getBalance({ address })));
}

/** A chain on these nodes, and what is logged of them. */
function chainOn(urls: string[], id = 31337) {
  const { chains } = parseEnv({
    DATABASE_URL: "postgres://127.0.0.1/none",
    CHAIN_IDS: String(id),
    DEPLOYER_PRIVATE_KEY: `0x${"11".repeat(32)}`,
    [`RPC_URL_${id}`]: urls.join(", "),
    [`CHECKOUT_${id}`]: `0x${"22".repeat(20)}`,
    [`PRICE_${id}`]: "0.01",
  });
  const [env] = chains;
  if (!env) throw new Error("There is one chain.");
  const said: string[] = [];
  const log = createLogger("warn", { write: (line) => void said.push(line) });
  return { chain: openChain(env, log), said };
}

const call = z.looseObject({ id: z.number(), method: z.string() });

/** A node that answers as it is told. */
async function startNode(answering: Answering): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    void json(request).then((body) =>
      answering(z.array(call).parse([body].flat()), response, Array.isArray(body)),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  return { url: `http://127.0.0.1:${address.port}`, asked: () => asked };
}

function answerAll(calls: Call[], response: ServerResponse, isBatch: boolean): void {
  answer(calls, response, isBatch, ({ method }) => ({ result: resultOf(method) }));
}

function answer(
  calls: Call[],
  response: ServerResponse,
  isBatch: boolean,
  answerOf: (call: Call) => object,
): void {
  const answers = calls.map((each) => ({ jsonrpc: "2.0", id: each.id, ...answerOf(each) }));
  send(response, 200, isBatch ? answers : answers[0]);
}

function resultOf(method: string): string {
  return method === "eth_chainId" ? numberToHex(31337) : "0x1";
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
