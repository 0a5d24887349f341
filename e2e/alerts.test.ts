import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { parseGwei, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { GLOBAL_LOCK, lockKey } from "#lib/base/lock/lock-key.ts";
import { chainClient, startChain } from "#lib/local/chain.ts";
import { startPrometheus, type Prometheus } from "#lib/local/distribution/prometheus.ts";
import { freePort } from "#lib/local/free-port.ts";
import { keepParts, root } from "#lib/local/process.ts";
import { startServer, type Server } from "#lib/local/server.ts";
import { startWorker } from "#lib/local/worker.ts";
import type { Order } from "#lib/shared/order.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";
import { isThere } from "./support/is-there.ts";
import { runProgram } from "./support/run-program.ts";
import { startSwitchableNode, type SwitchableNode } from "./support/switchable-node.ts";

/** The alerts and the dashboard of `docs/ops`, on a real Prometheus that watches a server and a worker in trouble. */

const SECRETS = { METRICS_TOKEN: "a-token-of-the-operators", CRON_SECRET: "a-secret-of-the-clock" };
/** A machine that has much else to do takes its time. */
const WITHIN = { timeout: 60_000, interval: 250 };
const TEST_TIMEOUT_MS = 240_000;

const rules = readFileSync(join(root, "docs/ops/alerts.yml"), "utf8").split("- alert: ").slice(1);
const dashboard = z
  .object({
    panels: z.array(
      z.object({
        title: z.string(),
        targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(root, "docs/ops/dashboard.json"), "utf8")));

describe.runIf(isThere("prometheus", "promtool"))("on Prometheus", { timeout: TEST_TIMEOUT_MS }, () => {
  const running = keepParts((error) => console.error(error));
  const fired = new Map<string, Record<string, string>>();
  const nodes: SwitchableNode[] = [];
  let parts: Parts;
  let chain: ReturnType<typeof chainClient>;
  let database: pg.Client;
  let start: () => Promise<Server>;
  let server: Server;
  let prometheus: Prometheus;

  beforeAll(async () => {
    const { rpcUrl } = running.keep(await startChain({ blockTimeMs: 0 }));
    chain = chainClient(rpcUrl);
    parts = running.keep(await createParts(rpcUrl));
    for (let node = 0; node < 2; node += 1) nodes.push(running.keep(await startSwitchableNode(rpcUrl)));
    database = new pg.Client(parts.env.DATABASE_URL);
    await database.connect();
    running.keep({ stop: () => database.end() });
    const env = { ...parts.env, ...SECRETS, RPC_URL_31337: nodes.map(({ url }) => url).join(",") };
    const [port, metricsPort] = [await freePort(), await freePort()];
    start = () => startServer("start", { ...env, DEPLOY_TIMEOUT_MS: "2000" }, port);
    server = await start();
    running.keep({ stop: () => server.stop() });
    running.keep(await startWorker({ ...env, DEPLOY_STRATEGY: "queue", METRICS_PORT: String(metricsPort) }));
    const targets = [port, metricsPort].map((each) => `127.0.0.1:${each}`);
    prometheus = running.keep(await startPrometheus(targets, SECRETS.METRICS_TOKEN));
  });

  afterAll(() => running.stop());

  async function paidOrder(): Promise<Order> {
    const wallet = await createWallet(parts.rpcUrl);
    const { body } = await call(`${server.url}/api/tokens`, "POST", rawBody(wallet.account.address));
    const order: Order = await (await fetch(`${server.url}/api/tokens/${body.address}`)).json();
    await pay(wallet, order);
    return order;
  }

  const deploy = ({ address }: Order) => call(`${server.url}/api/deploy`, "POST", { token: address });
  async function untilDeployed(order: Order): Promise<void> {
    await expect.poll(async () => (await deploy(order)).status, { ...WITHIN, interval: 500 }).toBe(200);
  }

  const health = () => fetch(`${server.url}/api/health`);
  const sweep = () =>
    fetch(`${server.url}/api/cron/sweep`, { headers: { Authorization: `Bearer ${SECRETS.CRON_SECRET}` } });

  /** Waits until these alerts have fired, and does something again and again meanwhile. */
  async function expectToFire(names: string[], meanwhile: () => Promise<unknown> = async () => undefined) {
    const missing = async () => {
      await meanwhile();
      for (const [name, labels] of await prometheus.firing()) fired.set(name, labels);
      return names.filter((name) => !fired.has(name));
    };
    await expect.poll(missing, WITHIN).toEqual([]);
  }

  async function expectToClear() {
    await expect.poll(async () => [...(await prometheus.firing()).keys()], WITHIN).toEqual([]);
  }

  test("the files are what Prometheus takes", async () => {
    const documented = await runProgram(["promtool", "check", "rules", "docs/ops/alerts.yml"]);
    const whole = await runProgram([
      "promtool",
      "check",
      "config",
      join(prometheus.folder, "prometheus.yml"),
    ]);
    expect([documented.code, whole.code]).toEqual([0, 0]);
  });

  test("while all is well nothing fires; events that are not followed, and a node that fails, do", async () => {
    await untilDeployed(await paidOrder());
    await sweep();
    expect(await prometheus.firing()).toEqual(new Map());
    await chain.mine({ blocks: 400, interval: 1 });
    for (const node of nodes.slice(0, 1)) node.isOn = false;
    // Health is asked of each node, as by a load balancer; all else passes over one that fails.
    await expectToFire(["CoinwrightCursorBehind", "CoinwrightNodeFailing"], health);
    for (const node of nodes) node.isOn = true;
    await sweep();
    await expectToClear();
  });

  test("a chain that stands still, orders that wait for it, one that fails, and a nonce that is lost do", async () => {
    const [first, second, third] = [await paidOrder(), await paidOrder(), await paidOrder()];
    const lock = lockKey(GLOBAL_LOCK);
    await database.query("select pg_advisory_lock($1)", [lock]);
    await expectToFire(["CoinwrightCrowded"], () => deploy(first));
    await database.query("select pg_advisory_unlock($1)", [lock]);
    await chain.setAutomine(false);
    for (const order of [first, second])
      await expect.poll(async () => (await deploy(order)).status, WITHIN).toBe(202);
    const { rows } = await database.query(`update transactions set outcome = 'abandoned'
      where nonce = (select min(nonce) from transactions where outcome is null) returning hash`);
    await chain.dropTransaction({ hash: rows[0].hash });
    // Nobody here waits for as long as an operator would.
    await database.query("update transactions set created_at = now() - interval '1 hour'");
    await database.query("update orders set paid_at = now() - interval '1 hour' where status = 'submitted'");
    await database.query(
      "update orders set status = 'failed', failure = 'It reverts.', paid_at = now() where address = $1",
      [third.address],
    );
    await expectToFire([
      "CoinwrightOrderLate",
      "CoinwrightLaneStuck",
      "CoinwrightNonceGap",
      "CoinwrightOrdersFailing",
    ]);
    await chain.setAutomine(true);
    await sweep();
    for (const order of [first, second, third]) await untilDeployed(order);
    await sweep();
    await expectToClear();
  });

  test("gas that costs too much, and an account that is empty, do", async () => {
    const order = await paidOrder();
    const baseFee = async (gwei: string) => {
      await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(gwei) });
      await chain.mine({ blocks: 1 });
    };
    await baseFee("10000");
    expect((await deploy(order)).body).toMatchObject({ status: "held" });
    const { address } = privateKeyToAccount(
      z.templateLiteral(["0x", z.string()]).parse(parts.env.DEPLOYER_PRIVATE_KEY),
    );
    await chain.setBalance({ address, value: 0n });
    const quote = () => call(`${server.url}/api/quote`, "POST", rawBody(order.deployer));
    await expectToFire(["CoinwrightOrdersHeld", "CoinwrightBalanceLow", "CoinwrightRefusing"], () =>
      Promise.all([quote(), quote()]),
    );
    await chain.setBalance({ address, value: parseEther("10000") });
    await baseFee("1");
    await untilDeployed(order);
    await expectToClear();
  });

  test("every panel of the dashboard shows something, and names it by labels that are there", async () => {
    for (const { title, targets } of dashboard.panels)
      for (const { expr, legendFormat } of targets) {
        const shown = await prometheus.query(expr.replace("$__rate_interval", "5s"));
        expect([title, shown.length]).not.toEqual([title, 0]);
        for (const [, label = ""] of legendFormat.matchAll(/{{(\w+)}}/g))
          expect([title, shown.every((labels) => label in labels)]).toEqual([title, true]);
      }
  });

  test("a chain that is out of reach, and a server that is gone, do; and every alert has fired", async () => {
    for (const node of nodes) node.isOn = false;
    await expectToFire(["CoinwrightPartDown"]);
    await server.stop();
    for (const node of nodes) node.isOn = true;
    await expectToFire(["CoinwrightDown"]);
    server = await start();
    await expectToClear();

    for (const rule of rules) {
      const labels = fired.get(/^\w+/.exec(rule)?.[0] ?? "");
      expect([rule, labels]).not.toEqual([rule, undefined]);
      for (const [, label = ""] of rule.matchAll(/\$labels\.(\w+)/g)) expect(labels).toHaveProperty(label);
    }
  });
});
