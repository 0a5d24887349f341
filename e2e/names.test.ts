import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type Server } from "#lib/local/server.ts";
import { createParts, createWallet, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call, type Body } from "./support/api-client.ts";

const makingEndpoints = ["tokens", "quote", "deploy"];

let parts: Parts;
let server: Server;

beforeAll(async () => {
  parts = await createParts();
  server = await startServer("start", { ...parts.env, DENY_SYMBOLS: "USDT, eurc" });
});

afterAll(async () => {
  await server.stop();
  await parts.stop();
});

test.each(makingEndpoints)(
  "POST /api/%s refuses bytes that are no UTF-8, and stores nothing",
  async (path) => {
    const { account } = await createWallet();
    const [before, after] = JSON.stringify(rawBody(account.address, { name: "Caf|" })).split("|");
    const bytes = Buffer.concat([Buffer.from(`${before}`), Buffer.from([0xe9]), Buffer.from(`${after}`)]);
    const response = await fetch(`${server.url}/api/${path}`, { method: "POST", body: bytes });
    const answer: Body = await response.json();
    expect(response.status).toBe(400);
    expect(answer).toMatchObject({
      code: "invalid_request",
      issues: [{ path: "", message: "The body must be text in UTF-8." }],
    });
  },
);

test.each(makingEndpoints)("POST /api/%s makes no token with a denied symbol, or its twin", async (path) => {
  const { account } = await createWallet();
  for (const symbol of ["USDT", "usdt", "USD\u0422", "ＵＳＤＴ", "EURC", "\u0415URC"]) {
    const answer = await call(`${server.url}/api/${path}`, "POST", rawBody(account.address, { symbol }));
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "invalid_request", issues: [{ path: "symbol" }] },
    });
  }
});

test("other symbols are made, also those of well-known coins that are not denied", async () => {
  const { account } = await createWallet();
  for (const symbol of ["USDC", "USDTX", "🧑‍🚀"]) {
    const answer = await call(`${server.url}/api/tokens`, "POST", rawBody(account.address, { symbol }));
    expect(answer).toMatchObject({ status: 201, body: { symbol } });
  }
});

test("a name that hides something is refused by its field", async () => {
  const { account } = await createWallet();
  for (const name of ["\u2800", "Caf\ufffd", `A${"\u0301".repeat(63)}`]) {
    const answer = await call(`${server.url}/api/tokens`, "POST", rawBody(account.address, { name }));
    expect(answer).toMatchObject({ status: 400, body: { issues: [{ path: "name" }] } });
  }
});
