import { startNginx } from "#lib/local/distribution/nginx.ts";
import { startPgBouncer, type PgBouncer } from "#lib/local/distribution/pgbouncer.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { startServer, type Server } from "#lib/local/server.ts";

/** What LOCK_POOL_SIZE is by default: so many connections of each server may be held while the chain works. */
const LOCKS = 10;

export type Instances = Stoppable & {
  /** Where nginx is. */
  url: string;
  servers: Server[];
  pooler: PgBouncer;
};

/**
 * Servers behind nginx, which reach their database by PgBouncer in transaction mode, and listen past it unless the
 * environment says otherwise.
 */
export async function startInstances(count: number, env: Record<string, string>): Promise<Instances> {
  const running: Stoppable[] = [];
  const keep = <T extends Stoppable>(part: T): T => {
    running.push(part);
    return part;
  };
  const stop = async () => {
    await Promise.all(running.map((part) => part.stop()));
  };
  try {
    const { DATABASE_URL = "" } = env;
    const pooler = keep(await startPgBouncer(DATABASE_URL, count * LOCKS + 20));
    const given = { DATABASE_LISTEN_URL: DATABASE_URL, ...env, DATABASE_URL: pooler.url };
    const servers = await Promise.all(
      Array.from({ length: count }, async () => keep(await startServer("start", given))),
    );
    const { url } = keep(await startNginx(servers.map((server) => server.url)));
    return { url, servers, pooler, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
