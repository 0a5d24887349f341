import pg from "pg";
import { expect, test } from "vitest";
import { startServer } from "#lib/local/server.ts";
import type { Order } from "#lib/shared/order.ts";
import { createParts, createWallet, pay, rawBody } from "#lib/testing/test-context.ts";
import { call, deployAsTold } from "./support/api-client.ts";
import { follow } from "./support/follow.ts";

test("under load a server has no more connections to its database than it was given", async ({
  onTestFinished,
}) => {
  const parts = await createParts();
  onTestFinished(parts.stop);
  const server = await startServer("start", {
    ...parts.env,
    DATABASE_POOL_SIZE: "3",
    LOCK_POOL_SIZE: "2",
    DEPLOY_STRATEGY: "per-deployer",
    RATE_LIMIT: "1000000",
    RETRY_AFTER_SECONDS: "1",
    SWEEP_INTERVAL_MS: "1000",
  });
  onTestFinished(server.stop);
  const database = new pg.Client(parts.env.DATABASE_URL);
  await database.connect();
  onTestFinished(() => database.end());
  const counts = new Map<string, number>();
  const over = new AbortController();
  const counting = (async () => {
    while (!over.signal.aborted)
      for (const [name, count] of await connectionsOf(database)) note(counts, name, count);
  })();

  const crowd = await Promise.all(Array.from({ length: 20 }, () => placeAndPay(server.url)));
  const streams = await Promise.all(crowd.map((order) => follow(server.url, order)));
  const histories = await Promise.all(
    crowd.map(({ address }) => deployAsTold(server.url, { token: address })),
  );
  expect(histories.map((history) => history.at(-1)?.status)).toEqual(crowd.map(() => 200));
  for (const { last } of streams) await expect.poll(() => last()?.status).toBe("deployed");
  over.abort();
  await counting;
  expect(Object.fromEntries(counts)).toEqual({
    coinwright: 3,
    "coinwright-lock": 2,
    "coinwright-limits": expect.toSatisfy((count: number) => count >= 1 && count <= 2),
    "coinwright-listen": 1,
  });
});

async function connectionsOf(database: pg.Client): Promise<[name: string, count: number][]> {
  const { rows } = await database.query<{ name: string; count: number }>(`
    select application_name as name, count(*)::int as count from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()
       -- Neither what PostgreSQL does by itself, nor who has not said their name yet.
       and backend_type = 'client backend' and state is distinct from 'starting'
     group by 1`);
  return rows.map(({ name, count }) => [name, count]);
}

function note(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, Math.max(counts.get(name) ?? 0, count));
}

async function placeAndPay(url: string): Promise<Order> {
  const wallet = await createWallet();
  const { body } = await call(`${url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const order: Order = await (await fetch(`${url}/api/tokens/${body.address}`)).json();
  await pay(wallet, order);
  return order;
}
