import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { fetchText } from "./fetch-text.ts";

const limits = { timeoutMs: 300, mostBytes: 1_000 };

test("an answer comes with its status, whatever that is", async () => {
  const url = await serve((_, response) => response.writeHead(418, { "X-Kind": "teapot" }).end("short"));
  const { status, headers, text } = await fetchText(url, { ...limits, timeoutMs: 30_000 });
  expect({ status, kind: headers.get("X-Kind"), text }).toEqual({
    status: 418,
    kind: "teapot",
    text: "short",
  });
});

test.each<[string, RequestListener]>([
  ["never answers", () => undefined],
  ["stops in the middle", (_, response) => response.write("a")],
  ["answers too much", (_, response) => response.end("a".repeat(1_001))],
  [
    "answers too much, and sends little",
    (_, response) => response.setHeader("Content-Encoding", "gzip").end(gzipSync("a".repeat(10_000_000))),
  ],
  [
    "answers too much without an end",
    (_, response) => setInterval(() => response.write("a".repeat(100)), 10).unref(),
  ],
])("from a server that %s there is no answer, and soon", async (_, listener) => {
  const url = await serve(listener);
  const startedAt = performance.now();
  await expect(fetchText(url, limits)).rejects.toBeInstanceOf(Error);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test("who asks can let it be", async () => {
  const url = await serve(() => undefined);
  const asking = fetchText(url, { ...limits, timeoutMs: 60_000, signal: AbortSignal.timeout(50) });
  await expect(asking).rejects.toBeInstanceOf(Error);
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return `http://127.0.0.1:${address.port}/`;
}
