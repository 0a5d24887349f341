import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type pg from "pg";
import { z } from "zod";

export const ASK_FOR_FIGURES = "figures";

/** What has a server tell its figures. */
export const probeOptions = `--expose-gc --import=${new URL("probe-hook.ts", import.meta.url).href}`;

const processFigures = z.object({
  heapMiB: z.number(),
  rssMiB: z.number(),
  handles: z.number(),
  streams: z.number(),
});
/**
 * The heap that is in use, without garbage and with buffers; sockets, servers and the like that are open, without timers;
 * pages that follow an order.
 */
export type ProcessFigures = z.output<typeof processFigures>;

/** What a server holds at a moment, and what PostgreSQL holds for it. */
export type Figures = ProcessFigures & { connections: number; locks: number; idleInTransaction: number };

const TIMEOUT_MS = 60_000;

/** @param client connected to the server's database */
export async function readFigures(server: ChildProcess, client: pg.Client): Promise<Figures> {
  const answered = once(server, "message", { signal: AbortSignal.timeout(TIMEOUT_MS) });
  server.send(ASK_FOR_FIGURES);
  const [message] = await answered;
  const { rows } = await client.query<{ connections: number; locks: number; idle: number }>(
    `select count(*)::int as connections, count(*) filter (where state like 'idle in transaction%')::int as idle,
       (select count(*)::int from pg_locks where locktype = 'advisory'
         and database = (select oid from pg_database where datname = current_database())) as locks
     from pg_stat_activity where datname = current_database() and application_name like 'coinwright%'`,
  );
  const { connections = 0, locks = 0, idle = 0 } = rows[0] ?? {};
  return { ...processFigures.parse(message), connections, locks, idleInTransaction: idle };
}
