import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { isDatabaseUnavailable } from "#lib/base/db.ts";
import { createLockPool, LockTaken, withLock } from "#lib/base/lock/lock.ts";
import { startServer } from "#lib/local/server.ts";
import type { Order } from "#lib/shared/order.ts";
import { createParts, createWallet, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";
import { follow, followOn } from "./support/follow.ts";
import { startInstances, type Instances } from "./support/instances.ts";
import { isThere } from "./support/is-there.ts";

/** What stands between servers, their clients and their database, and must be in nobody's way. */

const RATE_LIMIT = 60;

describe.runIf(isThere("nginx", "pgbouncer"))("behind nginx and PgBouncer", () => {
  let parts: Parts;
  let database: pg.Client;
  let instances: Instances;

  beforeAll(async () => {
    parts = await createParts();
    database = new pg.Client(parts.env.DATABASE_URL);
    await database.connect();
    instances = await startInstances(2, {
      ...parts.env,
      RATE_LIMIT: String(RATE_LIMIT),
      TRUSTED_PROXIES: "127.0.0.1",
    });
  });

  afterAll(async () => {
    await instances.stop();
    await database.end();
    await parts.stop();
  });

  async function place(): Promise<Order> {
    const { account } = await createWallet();
    const { status, body } = await call(`${instances.url}/api/tokens`, "POST", rawBody(account.address));
    expect(status).toBe(201);
    return (await fetch(`${instances.url}/api/tokens/${body.address}`)).json();
  }

  async function fail({ address }: Order, failure: string): Promise<void> {
    await database.query("update orders set status = 'failed', failure = $1 where address = $2", [
      failure,
      address,
    ]);
  }

  async function loseEars(): Promise<number> {
    const { rows } = await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'coinwright-listen' and datname = current_database()`);
    return rows.length;
  }

  test("events come through at once, although nginx compresses all that it may", async () => {
    const order = await place();
    const { last, go } = await follow(instances.url, order, { "Accept-Encoding": "gzip" });
    await expect.poll(() => last()?.status).toBe("awaiting_payment");
    // By now what listens is there.
    await delay(2_500);
    for (const failure of ["First.", "Second."]) {
      const startedAt = performance.now();
      await fail(order, failure);
      await expect.poll(() => last()?.failure, { interval: 20 }).toBe(failure);
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    }
    go();
    const page = await fetch(`${instances.url}/api/tokens`);
    expect(page.headers.get("Content-Encoding")).toBe("gzip");
  });

  test("no stream misses its last state though what listens is lost ten times while orders move", async () => {
    const placed = await Promise.all(Array.from({ length: 4 }, place));
    const followers = placed.map((order) => followOn(instances.url, order));
    for (const { last } of followers) await expect.poll(() => last()?.status).toBe("awaiting_payment");
    let lost = 0;
    for (let round = 0; lost < 10; round += 1) {
      const losing = delay(Math.random() * 300).then(loseEars);
      for (const order of placed) {
        await fail(order, `Round ${round}.`);
        await delay(Math.random() * 100);
      }
      lost += await losing;
    }
    for (const order of placed) await fail(order, "The last.");
    for (const { last } of followers)
      await expect.poll(() => last()?.failure, { timeout: 10_000 }).toBe("The last.");
    await Promise.all(followers.map(({ stop }) => stop()));
  });

  test("past a pooler alone nothing is heard, so a server asks, and says so", async () => {
    const DATABASE_URL = instances.pooler.url;
    const server = await startServer("start", { ...parts.env, DATABASE_URL, LOG_LEVEL: "warn" });
    onTestFinished(server.stop);
    const order = await place();
    const { last, go } = await follow(server.url, order);
    for (const failure of ["First.", "Second.", "Third."]) {
      await fail(order, failure);
      await expect.poll(() => last()?.failure, { timeout: 5_000 }).toBe(failure);
    }
    await expect.poll(server.output, { timeout: 10_000 }).toContain("nothing is heard of changes");
    go();
  });

  test("past the pooler a lock is held by one, and lost with who idles; nothing of it stays on the connection", async () => {
    const pools = [createLockPool(instances.pooler.url, 2), createLockPool(instances.pooler.url, 2)] as const;
    onTestFinished(async () => {
      for (const { database: pool } of pools) await pool.$client.end();
    });
    const [first, second] = pools;
    const lock = { name: "token-deployment-pooled", idleTimeoutMs: 500 };
    const taken = () =>
      withLock(second, lock, async () => "taken").catch((error: unknown) =>
        error instanceof LockTaken ? "refused" : "failed",
      );
    const idle = withLock(first, lock, async () => {
      expect(await taken()).toBe("refused");
      await expect.poll(taken, { timeout: 5_000 }).toBe("taken");
    });
    await expect(idle).rejects.toSatisfy(isDatabaseUnavailable);
    const settings = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { rows } = await second.database.execute<{ own: number; setting: string }>(sql`
          select (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as own,
                 current_setting('idle_in_transaction_session_timeout') as setting`);
        return rows[0];
      }),
    );
    for (const setting of settings) expect(setting).toEqual({ own: 0, setting: "0" });
  });

  test.skipIf(process.platform !== "linux")(
    "each client has an allowance of its own over all instances, whatever it claims to be",
    async () => {
      const greedy = await Promise.all(
        Array.from({ length: RATE_LIMIT * 2 }, (_, index) =>
          askFrom("127.0.0.5", instances.url, { "X-Forwarded-For": `198.51.100.${index}` }),
        ),
      );
      expect(new Set(greedy)).toEqual(new Set([200, 429]));
      expect(greedy.filter((status) => status === 200).length).toBeLessThanOrEqual(RATE_LIMIT);
      expect(await askFrom("127.0.0.6", instances.url, {})).toBe(200);
    },
  );
});

function askFrom(localAddress: string, url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/api/tokens`, { localAddress, headers }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode ?? 0));
    });
    asked.once("error", reject).end();
  });
}
