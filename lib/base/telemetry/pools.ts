import "server-only";
import type pg from "pg";

type Named = { name: string; pool: pg.Pool };

// As the instruments, one for all of a process.
declare global {
  var coinwrightPools: Set<Named> | undefined;
}

/** Has the use of a pool be told, until it is ended. @param name as PostgreSQL knows its connections by */
export function notePool(name: string, pool: pg.Pool): void {
  globalThis.coinwrightPools ??= new Set();
  globalThis.coinwrightPools.add({ name, pool });
}

/** The connections of this process by pool; `waiting` are those who want one. Pools of one name are told as one. */
export function poolUse(): Map<string, { total: number; idle: number; waiting: number }> {
  const use = new Map<string, { total: number; idle: number; waiting: number }>();
  for (const named of globalThis.coinwrightPools ?? []) {
    const { name, pool } = named;
    if (pool.ended) {
      globalThis.coinwrightPools?.delete(named);
      continue;
    }
    const { total, idle, waiting } = use.get(name) ?? { total: 0, idle: 0, waiting: 0 };
    use.set(name, {
      total: total + pool.totalCount,
      idle: idle + pool.idleCount,
      waiting: waiting + pool.waitingCount,
    });
  }
  return use;
}
