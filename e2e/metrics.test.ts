import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "#lib/local/free-port.ts";
import { startServer, type Server } from "#lib/local/server.ts";
import { startWorker } from "#lib/local/worker.ts";
import { startRecordingProxy, type RecordingProxy } from "#lib/testing/recording-proxy.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";
import { follow } from "./support/follow.ts";
import { scrape, valueOf, type Sample } from "./support/metric-samples.ts";

const TOKEN = "a-token-of-the-operators";
const METRICS = { METRICS_TOKEN: TOKEN };

let parts: Parts;
let node: RecordingProxy;
let server: Server;

beforeAll(async () => {
  parts = await createParts();
  node = await startRecordingProxy(parts.rpcUrl);
  server = await startServer("start", {
    ...parts.env,
    ...METRICS,
    RPC_URL_31337: `${node.url}/a-key-of-the-operators`,
    LOG_LEVEL: "info",
  });
});

afterAll(async () => {
  await server.stop();
  await node.stop();
  await parts.stop();
});

async function deliverOne() {
  const wallet = await createWallet();
  const placed = await call(`${server.url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const order = await (await fetch(`${server.url}/api/tokens/${placed.body.address}`)).json();
  const unpaid = await call(`${server.url}/api/deploy`, "POST", { token: order.address });
  await pay(wallet, order);
  const deployed = await call(`${server.url}/api/deploy`, "POST", { token: order.address });
  expect([unpaid.status, deployed.status]).toEqual([402, 200]);
  return { order, unpaid, deployed };
}

const names = (samples: readonly Sample[]): string[] =>
  samples.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`);

const linesOf = ({ output }: Server): Record<string, unknown>[] =>
  output()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));

describe("the metrics of a server", () => {
  test("are for those alone who know the token, and are not there without one", async () => {
    const url = `${server.url}/api/metrics`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { Authorization: `Bearer ${TOKEN}x` } })).status).toBe(401);
    const closed = await startServer("start", parts.env);
    onTestFinished(closed.stop);
    const asked = { headers: { Authorization: `Bearer ${TOKEN}` } };
    expect((await fetch(`${closed.url}/api/metrics`, asked)).status).toBe(404);
  });

  test("count what a deploy was, step by step, what it asked of the node, and what else was answered", async () => {
    const { order } = await deliverOne();
    const { go } = await follow(server.url, order);
    onTestFinished(go);
    const counted = await scrape(server.url, TOKEN);
    const value = (name: string, labels: Record<string, string> = {}) =>
      valueOf(counted, `coinwright_${name}`, labels);
    const chain = "31337";
    const strategy = "global";
    expect(value("deploys_total", { chain, strategy, outcome: "deployed" })).toBe(1);
    expect(value("deploys_total", { chain, strategy, outcome: "payment_required" })).toBe(1);
    for (const step of ["read", "journaled", "broadcast", "mined", "verified", "written", "committed"])
      expect([step, value("deploy_step_seconds_count", { strategy, step })]).toEqual([step, 1]);
    for (const lock of ["deploy", "lane"])
      expect([lock, value("lock_hold_seconds_count", { lock })]).toEqual([lock, 1]);
    expect(value("paid_to_token_seconds_count", { chain })).toBe(1);
    expect(value("http_requests_total", { route: "/api/deploy", method: "POST", status: "200" })).toBe(1);
    expect(value("http_requests_total", { status: "402", code: "payment_required" })).toBe(1);
    expect(value("rpc_calls_total", { node: "1", outcome: "answered" })).toBeGreaterThan(5);
    expect(value("streams_open")).toBe(1);
    expect(value("part_up", { part: "database" }) + value("part_up", { part: "chain-31337" })).toBe(2);
    expect(value("deployer_deliveries", { chain })).toBeGreaterThan(1);
    expect(value("pool_connections", { pool: "coinwright", state: "total" })).toBeGreaterThan(0);
    expect(valueOf(counted, "process_resident_memory_bytes")).toBeGreaterThan(0);
    expect(JSON.stringify(counted)).not.toContain("a-key-of-the-operators");
  });

  test("cost the node next to nothing, however often they are read, and never grow by what strangers ask", async () => {
    await scrape(server.url, TOKEN);
    const before = node.called.length;
    const scrapes = await Promise.all(Array.from({ length: 100 }, () => scrape(server.url, TOKEN)));
    // Once more, if it was over just then.
    expect(node.called.length - before).toBeLessThan(20);
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => fetch(`${server.url}/nothing-${index}/${index}?a=${index}`)),
    );
    const grown = new Set(names(await scrape(server.url, TOKEN))).difference(
      new Set(names(scrapes[0] ?? [])),
    );
    expect([...grown].filter((name) => name.includes("nothing-"))).toEqual([]);
    expect(grown.size).toBeLessThan(40);
  });

  test("are told while the node is down, without what it would have said", async () => {
    const proxy = await startRecordingProxy(parts.rpcUrl);
    const lonely = await startServer("start", { ...parts.env, ...METRICS, RPC_URL_31337: proxy.url });
    onTestFinished(lonely.stop);
    await proxy.stop();
    const told = async () => {
      const samples = await scrape(lonely.url, TOKEN);
      const tells = (name: string) => samples.some((sample) => sample.name === `coinwright_${name}`);
      const isUp = (part: string) => valueOf(samples, "coinwright_part_up", { part });
      return {
        up: [isUp("database"), isUp("chain-31337")],
        tells: [tells("undelivered_orders"), tells("deployer_deliveries"), tells("lane_nonce_gap")],
      };
    };
    // What was asked of the node a second before may still be known.
    await expect.poll(told, { timeout: 15_000 }).toEqual({ up: [1, 0], tells: [true, false, false] });
  });
});

describe("the log of a server", () => {
  test("names the request on each of its lines, and the order on each that is about one", async () => {
    const { order, deployed } = await deliverOne();
    const requestId = deployed.headers.get("X-Request-Id");
    const lines = linesOf(server).filter((line) => line["requestId"] === requestId);
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(["delivery journaled", "token deployed"]),
    );
    expect(new Set(lines.map(({ token }) => token))).toEqual(new Set([order.address]));
  });

  test("has what breaks a page in a line of its own, without a query's parameters", async () => {
    const secret = "a-password";
    const DATABASE_URL = `postgres://somebody:${secret}@127.0.0.1:9/nothing`;
    const broken = await startServer("start", { ...parts.env, DATABASE_URL, LOG_LEVEL: "error" });
    onTestFinished(broken.stop);
    const address = `0x${"5a".repeat(20)}`;
    const asked = { headers: { "X-Request-Id": "a-broken-page" } };
    expect((await fetch(`${broken.url}/tokens/${address}`, asked)).status).toBe(500);
    const lines = () => linesOf(broken).filter(({ requestId }) => requestId === "a-broken-page");
    await expect
      .poll(lines)
      .toMatchObject([{ level: 50, err: { message: expect.stringMatching(/^Failed query: select/) } }]);
    expect(broken.output()).not.toMatch(new RegExp(`params|a-password|${address}`, "i"));
  });

  test.each([
    ["one that is fit for a log is kept", "proxy-made.id_0123456789", true],
    ["one that is not is replaced", 'x" } { "level": 60', false],
    ["one that is too long is replaced", "a".repeat(129), false],
  ])("of the names that a request comes with, %s", async (_, given, isKept) => {
    const response = await fetch(`${server.url}/api/tokens`, { headers: { "X-Request-Id": given } });
    const said = response.headers.get("X-Request-Id");
    expect(said === given).toBe(isKept);
    expect(said).toMatch(/^[\w.-]{8,128}$/);
  });
});

test("a worker tells its own, at an address that it is given, to those who know the token", async () => {
  const port = await freePort();
  const queue = { ...parts.env, ...METRICS, DEPLOY_STRATEGY: "queue", METRICS_PORT: String(port) };
  const worker = await startWorker(queue);
  onTestFinished(worker.stop);
  const url = `http://127.0.0.1:${port}`;
  expect((await fetch(`${url}/api/metrics`)).status).toBe(401);
  expect((await fetch(url)).status).toBe(404);
  const told = await scrape(url, TOKEN);
  expect(valueOf(told, "coinwright_part_up", { part: "queue" })).toBe(1);
  expect(told.some(({ name }) => name === "coinwright_queue_depth")).toBe(true);
});
