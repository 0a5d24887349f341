import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type Server } from "#lib/local/server.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";
import { sendPieces } from "./support/raw-http.ts";

/** What a server gives to who takes too much of it: answers that say so, at once or in a few seconds. */
const RATE_LIMIT = 60;

let parts: Parts;
let open: Server;
let one: Server;
let other: Server;

beforeAll(async () => {
  parts = await createParts();
  const limited = { ...parts.env, RATE_LIMIT: String(RATE_LIMIT), TRUSTED_PROXIES: "" };
  [open, one, other] = await Promise.all([
    startServer("start", parts.env),
    startServer("start", limited),
    // As if it stood behind a proxy on this machine.
    startServer("start", { ...limited, TRUSTED_PROXIES: "127.0.0.1" }),
  ]);
});

afterAll(async () => {
  await Promise.all([open, one, other].map((server) => server.stop()));
  await parts.stop();
});

const from = (client: string) => ({ headers: { "X-Forwarded-For": client } });

async function admittedOf(count: number, url: string, init: RequestInit = {}): Promise<number> {
  const statuses = await Promise.all(
    Array.from({ length: count }, async () => (await fetch(`${url}/api/tokens`, init)).status),
  );
  return statuses.filter((status) => status === 200).length;
}

/** Uses up what this machine may ask of a server, at a time when that lasts for the rest of a test. */
async function exhaust(url: string): Promise<void> {
  for (;;) {
    await admittedOf(RATE_LIMIT + 20, url);
    const { status, headers } = await fetch(`${url}/api/tokens`);
    const leftSeconds = Number(headers.get("Retry-After"));
    if (status === 429 && leftSeconds > 20) return;
    await delay(leftSeconds * 1_000);
  }
}

test("a body that is said or turns out to be too large is 413, and is not read on", async () => {
  const head = "POST /api/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  const said = await sendPieces(open.url, [`${head}Content-Length: 100000000\r\n\r\n{`]);
  expect(said).toMatch(/^HTTP\/1\.1 413 [^]*"code":"payload_too_large"/);
  const chunk = `2000\r\n${"x".repeat(0x2000)}\r\n`;
  const streamed = await sendPieces(
    open.url,
    [`${head}Transfer-Encoding: chunked\r\n\r\n`, chunk, chunk, chunk],
    20,
  );
  expect(streamed).toMatch(/^HTTP\/1\.1 413 [^]*"code":"payload_too_large"/);
});

test("a body that comes too slowly is cut off with 408 after a few seconds", async () => {
  const head = "POST /api/deploy HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n";
  const startedAt = performance.now();
  const answer = await sendPieces(open.url, [head, ...Array.from({ length: 60 }, () => " ")], 500);
  expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});

test("a body that is broken off leaves nothing behind, and the server answers the next one", async () => {
  const head = "POST /api/tokens HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100\r\n\r\n";
  await Promise.all(Array.from({ length: 50 }, () => sendPieces(open.url, [`${head}{"name":`], 0, true)));
  expect(await call(`${open.url}/api/tokens`)).toMatchObject({ status: 200, body: { tokens: [] } });
  expect(open.output()).not.toContain("Error");
});

test("what is no request, and headers and addresses that are too large, are refused in the shape of every error", async () => {
  const refused = [
    ["GARBAGE\r\n\r\n", 400, "invalid_request"],
    ["GET /api/tokens HTTP/9.9\r\n\r\n", 400, "invalid_request"],
    [`GET /api/tokens HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431, "headers_too_large"],
    [
      `GET /api/tokens?x=${"x".repeat(5_000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      414,
      "uri_too_long",
    ],
    ["GET /api/tokens/%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400, "invalid_request"],
  ] as const;
  for (const [text, status, code] of refused) {
    const answer = await sendPieces(open.url, [text]);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head.toLowerCase()).toContain("content-type: application/json");
    expect(body).toContain(`"code":"${code}"`);
  }
});

test("a spoofed X-Forwarded-For does nothing, and one from a trusted proxy tells clients apart", async () => {
  // Before anything else counts for this machine.
  const spoofed = await Promise.all(
    Array.from({ length: RATE_LIMIT + 40 }, async (_, index) => {
      const { status } = await fetch(`${one.url}/api/tokens`, from(`198.51.100.${index}`));
      return status;
    }),
  );
  expect(spoofed.filter((status) => status === 200)).toHaveLength(RATE_LIMIT);
  expect(await admittedOf(RATE_LIMIT + 40, other.url, from("203.0.113.1"))).toBe(RATE_LIMIT);
  expect(await admittedOf(10, other.url, from("203.0.113.2"))).toBe(10);
  // Who writes another's address in front of what the proxy adds is known by what it adds.
  expect(await admittedOf(10, other.url, from("203.0.113.3, 203.0.113.1"))).toBe(0);
});

test("two servers share one limit, which is a 429 in the shape of every error, for pages too", async () => {
  await exhaust(one.url);
  // The other one takes this machine for a proxy, and an address that it names for a client: the same one as above.
  expect(await admittedOf(10, other.url, from("127.0.0.1"))).toBe(0);
  const answer = await call(`${one.url}/api/tokens`);
  expect(answer).toMatchObject({
    status: 429,
    body: { error: "Too many requests", code: "rate_limited", retryAfter: expect.any(Number) },
  });
  expect(answer.headers.get("Retry-After")).toBe(String(answer.body.retryAfter));
  expect(await call(`${one.url}/`)).toMatchObject({ status: 429, body: { code: "rate_limited" } });
  expect((await fetch(`${one.url}/api/health`)).status).toBe(200);
});

test("a browser over its limit is told so in a page of its reader's language, which runs and loads nothing", async () => {
  await exhaust(one.url);
  const asBrowser = (path: string, headers: Record<string, string> = {}) =>
    fetch(one.url + path, { headers: { Accept: "text/html,application/xhtml+xml,*/*;q=0.8", ...headers } });
  const answer = await asBrowser("/tokens");
  expect(answer.status).toBe(429);
  expect(answer.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  const seconds = Number(answer.headers.get("Retry-After"));
  expect(seconds).toBeGreaterThan(0);
  const page = await answer.text();
  expect(page).toContain('<html lang="en">');
  expect(page).toContain(`Come again in ${seconds} second`);
  expect(page).not.toContain("<script");
  expect(await (await asBrowser("/", { "Accept-Language": "zh-CN" })).text()).toContain("秒后再来");
  const chosen = { "Accept-Language": "zh-CN", Cookie: "coinwright-locale=en" };
  expect(await (await asBrowser("/", chosen)).text()).toContain("Come again in");
  expect(await (await asBrowser("/api/tokens")).json()).toMatchObject({ code: "rate_limited" });
});

test("a payer is answered though their address is over its limit", async () => {
  const wallet = await createWallet();
  const placed = await call(`${open.url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const order = { ...placed.body, address: placed.body.address ?? "0x" };
  const ask = () => call(`${one.url}/api/deploy`, "POST", { token: order.address });
  await exhaust(one.url);
  expect(await ask()).toMatchObject({ status: 429 });
  await pay(wallet, {
    address: order.address,
    checkout: placed.body.checkout ?? "0x",
    price: placed.body.price ?? "",
  });
  // As the sweep does: somebody has seen the payment.
  expect(await call(`${open.url}/api/deploy`, "POST", { token: order.address })).toMatchObject({
    status: 200,
  });
  expect(await ask()).toMatchObject({ status: 200 });
  expect(await call(`${one.url}/api/tokens/${order.address}`)).toMatchObject({ status: 200 });
  expect((await fetch(`${one.url}/tokens/${order.address}`)).status).toBe(200);
});
