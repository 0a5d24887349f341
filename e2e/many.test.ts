import { getAddress, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startChain } from "#lib/local/chain.ts";
import { startRedis } from "#lib/local/distribution/redis.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import {
  createParts,
  createWallet,
  pay,
  rawBody,
  type Parts,
  type Wallet,
} from "#lib/testing/test-context.ts";
import { call, deployAsTold } from "./support/api-client.ts";
import { expectExactly } from "./support/expect-exactly.ts";
import { followOn } from "./support/follow.ts";
import { startInstances } from "./support/instances.ts";
import { isThere } from "./support/is-there.ts";

/** Four servers behind nginx, with PgBouncer in transaction mode between them and PostgreSQL. */

const CROWD = 16;
const queue = { DEPLOY_STRATEGY: "queue", WORKER_IN_SERVER: "true" };
const hasRedis = isThere("redis-server");
const strategies = [
  { name: "global", env: () => ({ DEPLOY_STRATEGY: "global" }) },
  { name: "per-deployer", env: () => ({ DEPLOY_STRATEGY: "per-deployer" }) },
  { name: "queue on PostgreSQL", env: () => queue },
  ...(hasRedis ? [{ name: "queue on Redis", env: () => ({ ...queue, QUEUE_URL: redisUrl }) }] : []),
];

const running: Stoppable[] = [];
let redisUrl = "";
let rpcUrl: string;
let parts: Parts;

beforeAll(async () => {
  const chain = await startChain({ blockTimeMs: 300 });
  rpcUrl = chain.rpcUrl;
  parts = await createParts(rpcUrl);
  running.push(chain, parts);
  if (!hasRedis) return;
  const redis = await startRedis();
  redisUrl = redis.url;
  running.push(redis);
});

afterAll(async () => {
  for (const part of running.toReversed()) await part.stop();
});

describe.runIf(isThere("nginx", "pgbouncer"))("many instances", () => {
  test.each(strategies)(
    "$name: a crowd gets each its own token once, though the pooler restarts and an instance dies",
    async ({ env }) => {
      const { url, servers, pooler, stop } = await startInstances(4, {
        ...parts.env,
        ...env(),
        RETRY_AFTER_SECONDS: "1",
        SWEEP_INTERVAL_MS: "3000",
        TRUSTED_PROXIES: "127.0.0.1",
      });
      onTestFinished(stop);
      const crowd = await Promise.all(Array.from({ length: CROWD }, (_, index) => placeAndPay(url, index)));
      const followers = crowd.map(({ order }) => followOn(url, order));
      const deploying = crowd.map(({ order }) => deployAsTold(url, { token: order.address }));
      await Promise.race(deploying);
      servers[0]?.child.kill("SIGKILL");
      await pooler.restart();
      const histories = await Promise.all(deploying);
      expect(histories.map((history) => history.at(-1)?.status)).toEqual(crowd.map(() => 200));
      // nginx asks another one for whoever had asked the one that died.
      expect(new Set(histories.flat().map(({ status }) => status))).not.toContain(502);
      for (const follower of followers)
        await expect.poll(() => follower.last()?.status, { timeout: 15_000 }).toBe("deployed");
      await Promise.all(followers.map((follower) => follower.stop()));
      await Promise.all(crowd.map(({ order, wallet }) => expectExactly(wallet, order)));
      const addresses = crowd.map(({ order }) => order.address);
      expect((await deliveriesOf(addresses)).toSorted()).toEqual(addresses.toSorted());
    },
    120_000,
  );
});

async function placeAndPay(url: string, index: number): Promise<{ order: Order; wallet: Wallet }> {
  const wallet = await createWallet(rpcUrl);
  const body = rawBody(wallet.account.address, { name: `One of many ${index}`, symbol: `M${index}` });
  const placed = await call(`${url}/api/tokens`, "POST", body);
  expect(placed.status).toBe(201);
  const order: Order = await (await fetch(`${url}/api/tokens/${placed.body.address}`)).json();
  await pay(wallet, order);
  return { order, wallet };
}

/** The token of each delivery that there has been of these. */
async function deliveriesOf(token: Address[]): Promise<Address[]> {
  const reader = await createWallet(rpcUrl);
  const logs = await reader.getContractEvents({
    address: getAddress(parts.env["CHECKOUT_31337"] ?? ""),
    abi: checkoutAbi,
    eventName: "Delivered",
    args: { token },
    fromBlock: 0n,
    strict: true,
  });
  return logs.map(({ args }) => args.token);
}
