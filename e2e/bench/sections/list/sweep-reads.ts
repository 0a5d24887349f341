import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { createContext } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { timed } from "../../measure/in-turn.ts";
import type { Archive } from "./archive.ts";

/** Sessions that have ended have told what they read, but not at once. */
const STATISTICS_MS = 2_000;

const counted = z.tuple([z.object({ wholeTables: z.coerce.number(), rows: z.coerce.number() })]);

/** What each of some sweeps took that had nothing to do, and what all of them have read of orders and transactions. */
export type Swept = { durationsMs: number[]; wholeTables: number; rows: number };

export async function sweepArchive({ env, client }: Archive, times: number): Promise<Swept> {
  const before = await readsOf(client);
  const context = await createContext(parseEnv(env));
  const durationsMs: number[] = [];
  for (let count = 0; count < times; count += 1)
    durationsMs.push(await timed(() => sweepOnce(context, new AbortController().signal)));
  await Promise.all([context.database.$client.end(), context.lockPool.database.$client.end()]);
  const after = await readsOf(client);
  return {
    durationsMs,
    wholeTables: after.wholeTables - before.wholeTables,
    rows: after.rows - before.rows,
  };
}

async function readsOf(client: Archive["client"]) {
  // What this session has read is told at the end of its next statement.
  await client.query("select pg_stat_force_next_flush()");
  await delay(STATISTICS_MS);
  const { rows } = await client.query(`select sum(seq_scan) as "wholeTables",
      sum(seq_tup_read) + sum(idx_tup_fetch) as rows
    from pg_stat_user_tables where relname in ('orders', 'transactions')`);
  return counted.parse(rows)[0];
}
