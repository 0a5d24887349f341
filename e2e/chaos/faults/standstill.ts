import { setTimeout as delay } from "node:timers/promises";
import { and, eq, isNull, sql } from "drizzle-orm";
import { chainLock, lockKey } from "#lib/base/lock/lock-key.ts";
import { transactions } from "#lib/base/schema.ts";
import { findReceipt } from "../node/chain-client.ts";
import { datedBack } from "../node/failures.ts";
import { pauseMining, resumeMining } from "../node/mining.ts";
import { broadcastOf, isDeliveryOf, tapOnce } from "../node/taps.ts";
import type { TestChain } from "../node/test-chain.ts";
import { insist, unlessAborted, until } from "../world/wait.ts";
import type { World } from "../world/world.ts";
import { chainOf, reached, type Fault } from "./scene.ts";

/** Long enough for whatever else the plan does to the other chain. */
const MOST_STILL_MS = 25_000;
/** A few sweeps. */
const LEAST_STILL_MS = 3_000;
/** Far more than after which a transaction counts as stuck. */
const AGE_SECONDS = 600;

/** The chain of whoever pays first makes no blocks until everybody on the other one has their token. */
const oneStandsStill: Fault = {
  name: "one chain stands still, the other does not wait",
  area: "chain",
  needs: { bothNodes: true },
  inject: async ({ world, customers, over, waits, wrong }) => {
    const payments = customers.map((customer) => customer.paid.then(() => customer));
    const first = await unlessAborted(Promise.race(payments), over);
    if (!first) return false;
    const still = first.chain;
    const others = customers.filter(({ chain }) => chain !== still);
    // In a queue no lock is held while anything is waited for.
    let isApart = world.setting.strategy !== "global";
    await pauseMining(still.client);
    try {
      const signal = AbortSignal.timeout(MOST_STILL_MS);
      const served = until(async () => {
        isApart ||= await areBothLocked(world).catch(() => false);
        return others.every(waits.isOver) || null;
      }, signal);
      if (!(await unlessAborted(served, signal)))
        wrong.push(`Who is not on ${still.kind} waited ${MOST_STILL_MS} ms because it stood still.`);
      return isApart && !waits.isOver(first);
    } finally {
      await resumeMining(still.client);
    }
  },
};

/**
 * A chain makes no blocks for what looks like ten minutes to the servers: its last block and their last transactions
 * are dated back. No fee is raised meanwhile, which would help nothing.
 */
const standsStill: Fault = {
  name: "chain stands still with a delivery in the air",
  area: "chain",
  // What else happens to the node or to the transaction could be a reason to sign another one.
  needs: { alone: true },
  inject: async (scene, draw) => {
    const order = await reached(scene, draw, "placed");
    if (!order) return false;
    const { world, wrong } = scene;
    const chain = chainOf(scene, draw);
    const tap = tapOnce(chain.taps.before, isDeliveryOf(order), () => pauseMining(chain.client));
    const call = await unlessAborted(tap.done, scene.over);
    tap.remove();
    const broadcast = call && broadcastOf(call);
    if (!broadcast) return false;
    const proxies = world.instances.map((instance) => instance.proxies[chain.kind]);
    for (const proxy of proxies) proxy.mode = datedBack(AGE_SECONDS);
    await dateBack(world, chain, AGE_SECONDS);
    await delay(LEAST_STILL_MS + draw.durationMs);
    const nonce = and(eq(transactions.chainId, chain.id), eq(transactions.nonce, broadcast.nonce));
    const { length: signed } = await insist(() => world.database.select().from(transactions).where(nonce));
    const isMined = (await findReceipt(chain.client, broadcast.hash)) !== null;
    if (!isMined && signed > 1)
      wrong.push(`A fee was raised ${signed - 1} times while ${chain.kind} stood still.`);
    for (const proxy of proxies) proxy.mode = null;
    await dateBack(world, chain, 0);
    await resumeMining(chain.client);
    return !isMined;
  },
};

export const standstillFaults: Fault[] = [oneStandsStill, standsStill];

/** Makes what is not mined of the journal look older, and no older than the last block. */
async function dateBack({ database }: World, { id, client }: TestChain, seconds: number): Promise<void> {
  const { timestamp } = await client.getBlock();
  const youngest = sql`greatest(${transactions.createdAt}, to_timestamp(${Number(timestamp)}))`;
  const isOpen = and(eq(transactions.chainId, id), isNull(transactions.outcome));
  await insist(() =>
    database
      .update(transactions)
      .set({ createdAt: sql`${youngest} - make_interval(secs => ${seconds})` })
      .where(isOpen),
  );
}

/** Whether deploys run on both chains at this moment. */
async function areBothLocked({ database, chains }: World): Promise<boolean> {
  const keys = Object.values(chains).map(({ id }) => lockKey(chainLock(id)));
  const { rows } = await database.execute(sql`
    select 1 from pg_locks where locktype = 'advisory' and granted
    and (classid::bigint << 32 | objid::bigint) in ${keys}`);
  return rows.length === keys.length;
}
