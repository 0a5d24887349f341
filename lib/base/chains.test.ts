import { once } from "node:events";
import { createServer } from "node:http";
import { numberToHex } from "viem";
import { expect, onTestFinished, test } from "vitest";
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
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10);
});

/** A chain whose node answers every call with block 1, or this status. @param sizes of the batches that it was asked */
async function chainWith(
  headers: Record<string, string>,
  status: number,
  overrides: Record<string, string> = {},
  sizes: number[] = [],
) {
  const node = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const calls: { id: number }[] = [JSON.parse(Buffer.concat(chunks).toString())].flat();
    sizes.push(calls.length);
    const answers = calls.map(({ id }) => ({ jsonrpc: "2.0", id, result: "0x1" }));
    response.writeHead(status, { ...headers, "Content-Type": "application/json" });
    response.end(JSON.stringify(answers));
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
