import { setTimeout as delay } from "node:timers/promises";
import { sql, type SQL } from "drizzle-orm";
import type { FaultPlan } from "../plan/plan.ts";
import type { LineMode } from "../world/faulty-line.ts";
import { isIll } from "../world/health.ts";
import { insist } from "../world/wait.ts";
import { reached, type Fault, type Scene } from "./scene.ts";

const SLOW_MS = 700;
const onRedis = { setting: { strategy: "redis queue" } } as const;
const onPostgres = { setting: { strategy: "postgres queue" } } as const;

const stopped: Fault = {
  name: "Redis stopped and started",
  area: "queue",
  needs: onRedis,
  inject: async (scene, draw) => {
    if (!(await comes(scene, draw))) return false;
    const { redis, instances } = scene.world;
    if (!redis) return false;
    await redis.halt();
    const noticed = Promise.all(instances.map(({ url }) => isIll(url)));
    await delay(draw.durationMs);
    await redis.resume();
    return (await noticed).includes(true);
  },
};

/** All that it knows of the queue is gone, some of it perhaps in the hands of workers. */
const flushed: Fault = {
  name: "Redis flushed",
  area: "queue",
  needs: onRedis,
  inject: async (scene, draw) => {
    if (!(await comes(scene, draw))) return false;
    for (let time = 0; time < draw.count; time++) {
      await scene.world.redis?.flush();
      await delay(draw.delayMs);
    }
    return scene.world.redis !== null;
  },
};

/** Redis answers, but as over a bad line. */
function faltering(name: string, mode: LineMode): Fault {
  return {
    name: `Redis ${name}`,
    area: "queue",
    needs: onRedis,
    inject: async (scene, draw) => {
      if (!(await comes(scene, draw))) return false;
      const line = scene.world.redisLine;
      if (!line) return false;
      line.hits = 0;
      line.mode = mode;
      await delay(draw.durationMs);
      line.mode = "open";
      return line.hits > 0;
    },
  };
}

/** The same of a queue in PostgreSQL: all that it knows is gone, or what tells workers of it, again and again. */
function inPostgres(name: string, statement: SQL): Fault {
  return {
    name,
    area: "queue",
    needs: onPostgres,
    inject: async (scene, draw) => {
      if (!(await comes(scene, draw))) return false;
      let struck = 0;
      for (let time = 0; time < draw.count; time++) {
        const { rowCount } = await insist(() => scene.world.database.execute(statement));
        struck += rowCount ?? 1;
        await delay(draw.delayMs);
      }
      return struck > 0;
    },
  };
}

export const queueFaults: Fault[] = [
  stopped,
  flushed,
  inPostgres("queue in PostgreSQL emptied", sql`truncate bullmq.job cascade`),
  inPostgres(
    "queue in PostgreSQL not heard any more",
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like '%queue%'`,
  ),
  faltering("is slow", { delayMs: SLOW_MS }),
  faltering("does not answer", "silent"),
];

async function comes(scene: Scene, draw: FaultPlan): Promise<boolean> {
  if (!(await reached(scene, draw, draw.at))) return false;
  await delay(draw.delayMs);
  return true;
}
