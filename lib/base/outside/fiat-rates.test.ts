import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { createLogger } from "#lib/base/log.ts";
import { RATE_HOLDS_MS } from "#lib/shared/chain/fiat.ts";
import { followRates } from "./fiat-rates.ts";

const MINUTE_MS = 60_000;

test("a rate is known to whoever asks after the first, by the coin's symbol, in the first currency", async () => {
  const { rates } = await follow((_, response) => response.end('{"eth":{"usd":3000,"eur":2800}}'));
  expect(rates.rateOf("ETH")).toBeNull();
  await vi.waitFor(() => expect(rates.rateOf("ETH")).toMatchObject({ perCoin: 3000, currency: "USD" }));
  expect(rates.rateOf("POL")).toBeNull();
  expect(rates.rateOf("__proto__")).toBeNull();
});

test("it is read at most every five minutes, and one that can't be renewed is not shown after an hour", async () => {
  let requests = 0;
  const { rates, pass } = await follow((_, response) => {
    requests += 1;
    if (requests === 1) response.end('{"ETH":{"USD":3000}}');
    else response.writeHead(500).end();
  });
  rates.rateOf("ETH");
  await vi.waitFor(() => expect(rates.rateOf("ETH")).not.toBeNull());
  pass(4 * MINUTE_MS);
  rates.rateOf("ETH");
  expect(requests).toBe(1);
  pass(MINUTE_MS);
  expect(rates.rateOf("ETH")).not.toBeNull();
  await vi.waitFor(() => expect(requests).toBe(2));
  pass(RATE_HOLDS_MS);
  expect(rates.rateOf("ETH")).toBeNull();
});

test.each([
  ["no JSON", "rates"],
  ["another shape", '{"ETH":3000}'],
  ["a negative rate", '{"ETH":{"USD":-1}}'],
  ["a currency that is none", '{"ETH":{"<b>":1}}'],
  ["more than any table needs", `{"ETH":{"USD":3000},"X":{"USD":1}${" ".repeat(70_000)}}`],
])("%s gives no rate, which is logged", async (_, body) => {
  const { rates, lines } = await follow((_request, response) => response.end(body));
  rates.rateOf("ETH");
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toContain("FIAT_RATES_URL can't be read");
  expect(lines[0]).not.toContain("127.0.0.1");
  expect(rates.rateOf("ETH")).toBeNull();
});

test("nobody waits for an address that does not answer", async () => {
  const { rates } = await follow(() => {});
  const startedAt = performance.now();
  for (let asked = 0; asked < 100; asked++) expect(rates.rateOf("ETH")).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

/** Rates from a server of the test's, on a clock of the test's. */
async function follow(answer: RequestListener) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  let nowMs = Date.parse("2026-01-01T00:00:00Z");
  const lines: string[] = [];
  const log = createLogger("warn", { write: (line) => void lines.push(line) });
  const rates = followRates(`http://127.0.0.1:${address.port}/`, log, () => nowMs);
  return { rates, lines, pass: (ms: number) => void (nowMs += ms) };
}
