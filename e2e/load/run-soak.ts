import { setTimeout as delay } from "node:timers/promises";
import type { Keep } from "#lib/local/process.ts";
import { openBenchWorld } from "../bench/parts/bench-world.ts";
import { payOrders } from "../bench/parts/paid-orders.ts";
import { readFigures, type Figures } from "./figures.ts";
import { openServer } from "./run-load.ts";
import { leaksIn } from "./verdict.ts";

export type SoakResult = {
  delivered: number;
  seconds: number;
  samples: Figures[];
  atRest: Figures;
  wrong: string[];
};

const ROUNDS = 20;
const WALLETS = 20;
const BLOCK_SECONDS = 0.1;
const LANES = 4;
/** A server that has stopped delivering is not waited for. */
const STALLED_MS = 120_000;
const REST_MS = 3_000;
/**
 * Beside those of requests, sweep, locks, counting and pages, a queue in PostgreSQL takes two, and one for a chain. This
 * process has ten as well, by which it places orders.
 */
const CONNECTIONS = 10 + 10 + 2 + 1 + 3 + 10;

/**
 * So many paid orders, in rounds, delivered by one server as fast as the chain makes blocks: what would take a day.
 * Between rounds, when nothing is under way, it must hold no more than after the first ones.
 */
export async function runSoak(keep: Keep, postgresUrl: string, orders: number): Promise<SoakResult> {
  const world = await openBenchWorld(keep, { isQuick: false, postgresUrl }, { lanes: LANES });
  const queue = { DEPLOY_STRATEGY: "queue", WORKER_IN_SERVER: "true", SWEEP_INTERVAL_MS: "1000" };
  const { server, client } = await openServer(keep, world, queue);
  const startedAt = performance.now();
  const samples: Figures[] = [];
  const count = async () => {
    const { rows } = await client.query<{ delivered: number }>(
      "select count(*)::int as delivered from orders where status = 'deployed'",
    );
    return rows[0]?.delivered ?? 0;
  };
  let paid = 0;
  for (let round = 0; round < ROUNDS && paid < orders; round += 1) {
    const size = Math.ceil((orders - paid) / (ROUNDS - round));
    await payOrders(world, size, Math.min(WALLETS, size));
    paid += size;
    await world.chain.mineEvery(BLOCK_SECONDS);
    if (!(await reaches(count, paid))) break;
    samples.push(await readFigures(server.child, client));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await delay(REST_MS);
  const [atRest, delivered] = [await readFigures(server.child, client), await count()];
  const lost =
    delivered < orders ? [`${orders - delivered} of ${orders} paid orders were not delivered.`] : [];
  return {
    delivered,
    seconds,
    samples,
    atRest,
    wrong: [...lost, ...leaksIn({ samples, atRest }, CONNECTIONS)],
  };
}

/** @returns whether it does, before nothing has moved for too long */
async function reaches(count: () => Promise<number>, wanted: number): Promise<boolean> {
  let [last, movedAt] = [await count(), Date.now()];
  while (last < wanted && Date.now() - movedAt < STALLED_MS) {
    await delay(200);
    const now = await count();
    if (now > last) [last, movedAt] = [now, Date.now()];
  }
  return last >= wanted;
}
