import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { numberToHex } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { createParts } from "#lib/testing/test-context.ts";
import { isChainUnavailable, openChain } from "./chains.ts";
import { parseEnv } from "./env.ts";

test("a node that says to come back in an hour is not waited for", async () => {
  const chain = await chainWith({ "Retry-After": "3600" }, 429);
  const startedAt = performance.now();
  await expect(chain.client.getBlockNumber()).rejects.toSatisfy(isChainUnavailable);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test("no batch has more calls than the node was said to take", async () => {
  const sizes: number[] = [];
  const chain = await chainWith({}, 200, { RPC_BATCH_31337: "3" }, sizes);
  const addresses = Array.from({ length: 10 }, (_, index) => numberToHex(index + 1, { size: 20 }));
  await Promise.all(addresses.map((address) => chain.client.getBalance({ address })));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
  // The first is alone: it asks which chain this is.
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(11);
});

const calls = z.array(z.looseObject({ id: z.number(), method: z.string() }));

/** A chain whose node answers every call with 1, but for the chain it serves, or this status. @param sizes of the batches that it was asked */
async function chainWith(
  headers: Record<string, string>,
  status: number,
  overrides: Record<string, string> = {},
  sizes: number[] = [],
) {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await json(request);
    const asked = calls.parse([body].flat());
    sizes.push(asked.length);
    response.writeHead(status, { ...headers, "Content-Type": "application/json" });
    const answers = asked.map(({ id, method }) => ({
      jsonrpc: "2.0",
      id,
      result: method === "eth_chainId" ? numberToHex(31337) : "0x1",
    }));
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
  };
  const node = createServer((request, response) => {
    void answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(node, "listening");
  const parts = await createParts();
  onTestFinished(async () => {
    node.close();
    await parts.stop();
  });
  const address = node.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  const { chains } = parseEnv({
    ...parts.env,
    RPC_URL_31337: `http://127.0.0.1:${address.port}`,
    ...overrides,
  });
  const [env] = chains;
  if (!env) throw new Error("There is one chain.");
  return openChain(env);
}
