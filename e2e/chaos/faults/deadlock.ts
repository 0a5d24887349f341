import { sql } from "drizzle-orm";
import { transact } from "#lib/base/db.ts";
import { laneLock, lockKey } from "#lib/base/lock/lock-key.ts";
import { callOf, tapOnce } from "../node/taps.ts";
import { unlessAborted, until } from "../world/wait.ts";
import { chainOf, reached, type Fault } from "./scene.ts";

/** Below the lane's own lock timeout: the server's session then ended by the deadlock, and by nothing else. */
const VICTIM_MS = 4_000;
const POLL_MS = 20;

/**
 * The harness holds the order's row and wants the lane, while the server holds the lane and wants the row. The
 * harness is the more patient one, so that it is the server's transaction that PostgreSQL ends (40P01).
 */
export const deadlock: Fault = {
  name: "deadlock on the lane",
  area: "database",
  inject: async (scene, draw) => {
    const order = await reached(scene, draw, "placed");
    if (!order) return false;
    const { database, sender } = scene.world;
    const { id, taps } = chainOf(scene, draw);
    const key = lockKey(laneLock(id, sender.address));
    const rowHeld = Promise.withResolvers<void>();
    // The last thing that a server asks before it signs for the order.
    const estimates = tapOnce(
      taps.before,
      (call) => call.method === "eth_estimateGas" && callOf(call).includes(order.salt.slice(2)),
      () => rowHeld.promise,
    );
    const estimated = await unlessAborted(estimates.seen, scene.over);
    try {
      if (!estimated) return false;
      return await transact(database, async (transaction) => {
        await transaction.execute(sql`set local deadlock_timeout = '10s'`);
        await transaction.execute(sql`select id from orders where address = ${order.address} for update`);
        rowHeld.resolve();
        const isLaneHeld = async () => {
          const { rows } = await database.execute(sql`
            select 1 from pg_locks where locktype = 'advisory' and granted
            and (classid::bigint << 32 | objid::bigint) = ${key}`);
          return rows.length > 0 || null;
        };
        if (!(await unlessAborted(until(isLaneHeld, scene.over, POLL_MS), scene.over))) return false;
        const startedAt = performance.now();
        await transaction.execute(sql`select pg_advisory_xact_lock(${key})`);
        return performance.now() - startedAt < VICTIM_MS;
      });
    } finally {
      rowHeld.resolve();
      estimates.remove();
    }
  },
};
