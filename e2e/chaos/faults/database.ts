import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { isDatabaseUnavailable, transact, type Database, type Queryable } from "#lib/base/db.ts";
import { isIll } from "../world/health.ts";
import { reached, type Fault } from "./scene.ts";

/** Together more than the connections of both servers' pools. */
const REQUESTS_EACH = 15;
const POOL_SIZE = 10;

/** The session that holds the deploy's lock ends while the transaction is in the air. */
const lockLost: Fault = {
  name: "lock's session ended in mid-deploy",
  area: "database",
  // Where there is a queue nothing is waited for under the lock.
  needs: { setting: { strategy: "global" } },
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, "broadcast"))) return false;
    const { rows } = await scene.world.database.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'coinwright-lock' and state = 'idle in transaction'`);
    return rows.length > 0;
  },
};

const stopped: Fault = {
  name: "PostgreSQL stopped and started",
  area: "database",
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, draw.at))) return false;
    await delay(draw.delayMs);
    await scene.world.postgres.halt();
    const noticed = Promise.all(scene.world.instances.map(({ url }) => isIll(url)));
    await delay(draw.durationMs);
    await scene.world.postgres.resume();
    return (await noticed).includes(true);
  },
};

/** Nothing can be read or written while requests pile up. */
const poolExhausted: Fault = {
  name: "connection pools exhausted",
  area: "database",
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, draw.at))) return false;
    const { database, instances } = scene.world;
    return untilNotDeadlocked(database, async (transaction) => {
      await transaction.execute(sql`lock table transactions, orders in access exclusive mode`);
      for (const { url } of instances)
        for (let request = 0; request < REQUESTS_EACH; request++)
          void fetch(`${url}/api/tokens?limit=1`)
            .then((answer) => answer.body?.cancel())
            .catch(() => undefined);
      await delay(draw.durationMs);
      const { rows } = await database.execute(
        sql`select 1 from pg_locks where not granted and locktype = 'relation'`,
      );
      return rows.length >= POOL_SIZE;
    });
  },
};

/** The tables are locked one after the other, and it may be this transaction that PostgreSQL ends for a server's. */
async function untilNotDeadlocked<T>(
  database: Database,
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await transact(database, work);
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
    }
  }
}

/** The first writes of orders and journal fail as they do where two transactions got into each other's way. */
const serialization: Fault = {
  name: "serialization failures",
  area: "database",
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, draw.at))) return false;
    const { database } = scene.world;
    await database.execute(sql.raw(failWrites(2 * draw.count)));
    await delay(draw.durationMs);
    const { rows } = await database.execute<{ used: boolean }>(
      sql`select is_called as used from chaos_writes`,
    );
    await database.execute(sql`drop function chaos_fail cascade; drop sequence chaos_writes`);
    return rows[0]?.used ?? false;
  },
};

/** A sequence counts what is rolled back, too. */
function failWrites(count: number): string {
  return `
    create sequence chaos_writes;
    create function chaos_fail() returns trigger language plpgsql as $$
    begin
      if nextval('chaos_writes') <= ${count} then
        raise exception 'could not serialize access' using errcode = '40001';
      end if;
      return new;
    end $$;
    create trigger chaos before insert or update on orders for each row execute function chaos_fail();
    create trigger chaos before insert or update on transactions for each row execute function chaos_fail();`;
}

export const databaseFaults: Fault[] = [lockLost, stopped, poolExhausted, serialization];
