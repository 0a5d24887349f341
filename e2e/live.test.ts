import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { getAddress } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type Server } from "#lib/local/server.ts";
import type { Order } from "#lib/shared/order.ts";
import {
  createParts,
  createWallet,
  pay,
  rawBody,
  type Parts,
  type Wallet,
} from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";
import { follow } from "./support/follow.ts";

/** Orders told of as they change, by real servers over real connections. */

let parts: Parts;
let servers: [Server, Server];
let wallet: Wallet;
let database: pg.Client;

beforeAll(async () => {
  parts = await createParts();
  // Nobody but a test that asks for it delivers, and one server delivers what another tells of.
  const nowhere = "postgres://user:secret@127.0.0.1:9/none";
  servers = await Promise.all([
    startServer("start", parts.env),
    startServer("start", { ...parts.env, DATABASE_LISTEN_URL: nowhere }),
  ]);
  wallet = await createWallet();
  database = new pg.Client(parts.env.DATABASE_URL);
  await database.connect();
});

afterAll(async () => {
  await database.end();
  await Promise.all(servers.map((server) => server.stop()));
  await parts.stop();
});

async function place(): Promise<Order> {
  const body = JSON.stringify(rawBody(wallet.account.address));
  const response = await fetch(`${servers[0].url}/api/tokens`, { method: "POST", body });
  return response.json();
}

test("both servers tell of an order at once and until it is deployed, though it is delivered by one", async () => {
  const order = await place();
  const followers = await Promise.all(servers.map((server) => follow(server.url, order)));
  for (const { response, text } of followers) {
    expect(response.headers.get("Content-Type")).toBe("text/event-stream");
    expect(response.headers.get("Cache-Control")).toBe("no-cache, no-transform");
    expect(response.headers.get("X-Accel-Buffering")).toBe("no");
    await expect.poll(text).toContain('"status":"awaiting_payment"');
  }
  await pay(wallet, order);
  const { status } = await call(`${servers[0].url}/api/deploy`, "POST", { token: order.address });
  expect(status).toBe(200);
  for (const { text, go } of followers) {
    await expect.poll(text, { timeout: 10_000 }).toContain('"status":"deployed"');
    expect(text()).not.toContain("initcode");
    go();
  }
});

test("nothing is held back by compression", async () => {
  const { response, text, go } = await follow(servers[0].url, await place(), {
    "Accept-Encoding": "gzip, br",
  });
  expect(response.headers.get("Content-Encoding")).toBeNull();
  await expect.poll(text).toContain("event: order");
  go();
});

test("who comes back with the version it has is told no more than that it is heard", async () => {
  const order = await place();
  const first = await follow(servers[0].url, order);
  await expect.poll(first.text).toContain("\n\n");
  first.go();
  const id = /^id: (.+)$/m.exec(first.text())?.[1] ?? "";
  const again = await follow(servers[0].url, order, { "Last-Event-ID": id });
  await expect.poll(again.text).toContain("\n\n");
  expect(again.text()).toBe(": alive\nevent: alive\ndata: 1\n\n");
  again.go();
});

test("an unknown order, and what is no address, are refused in the shape of every error", async () => {
  const unknown = await call(`${servers[0].url}/api/tokens/${wallet.account.address}/events`);
  expect(unknown).toMatchObject({ status: 404, body: { code: "not_found" } });
  const wrong = await call(`${servers[0].url}/api/tokens/0x12/events`);
  expect(wrong).toMatchObject({ status: 400, body: { code: "invalid_request" } });
});

test("of five hundred clients that vanish during the start of their stream, or later, a server keeps nothing", async () => {
  const order = await place();
  const url = `${servers[0].url}/api/tokens/${getAddress(order.address)}/events`;
  for (let batch = 0; batch < 10; batch += 1)
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const going = new AbortController();
        if (index % 2 === 0) setTimeout(() => going.abort(), Math.random() * 200);
        try {
          const { body } = await fetch(url, { signal: going.signal });
          await body?.getReader().read();
          going.abort();
        } catch {
          // It was gone before it had begun.
        }
      }),
    );
  // A server listens as long as anybody follows anything there.
  await expect.poll(ears, { timeout: 30_000, interval: 500 }).toBe(0);
  const { text, go } = await follow(servers[0].url, order);
  await expect.poll(text).toContain("event: order");
  await expect.poll(ears, { timeout: 10_000 }).toBe(1);
  go();
});

test("the order itself is answered with a tag, and not again to who has it", async () => {
  const { address } = await place();
  const url = `${servers[0].url}/api/tokens/${address}`;
  const whole = await call(url);
  expect(whole.body.initcode).toMatch(/^0x/);
  const tag = whole.headers.get("ETag") ?? "";
  expect((await call(`${url}?initcode=omit`)).body.initcode).toBeUndefined();
  const again = await fetch(url, { headers: { "If-None-Match": tag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await fetch(url, { headers: { "If-None-Match": 'W/"other"' } })).status).toBe(200);
});

test("a server that is told to end does so though pages follow their orders", async () => {
  const server = await startServer("start", parts.env);
  const { text, reading } = await follow(server.url, await place());
  await expect.poll(text).toContain("event: order");
  const startedAt = Date.now();
  server.child.kill("SIGTERM");
  await reading;
  await Promise.race([server.stop(), delay(20_000)]);
  expect(Date.now() - startedAt).toBeLessThan(10_000);
});

async function ears(): Promise<number> {
  const { rows } = await database.query(
    "select 1 from pg_stat_activity where application_name = 'coinwright-listen' and datname = current_database()",
  );
  return rows.length;
}
