import "server-only";
import { DrizzleQueryError } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { DatabaseUnavailable } from "#lib/base/errors/unavailable.ts";
import * as schema from "./schema.ts";

/** An open transaction, or a database outside of one: a function that is handed one joins it. */
export type Queryable = NodePgDatabase<typeof schema>;
export type Database = Queryable & { $client: pg.Pool };

const CONNECT_TIMEOUT_MS = 5_000;
/** Every query of a request is a short one. */
const QUERY_TIMEOUT_MS = 15_000;

/**
 * A pool of connections. Nothing is prepared on the server and nothing outlives a transaction, so PgBouncer may
 * stand in between in transaction mode. Connections are opened when first needed.
 */
export function connect(
  url: string,
  {
    max,
    name,
    queryTimeoutMs = QUERY_TIMEOUT_MS,
    connectTimeoutMs = CONNECT_TIMEOUT_MS,
  }: { max: number; name: string; queryTimeoutMs?: number; connectTimeoutMs?: number },
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  });
  // A lost connection fails the queries on it; without a listener it would also end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return drizzle({ client: pool, schema });
}

/**
 * Runs `work` in a transaction on a connection of its own. It commits if `work` returns and rolls back if it throws;
 * a connection that broke is closed and never used again.
 *
 * @throws {DatabaseUnavailable} if no connection can be had
 */
export async function transact<T>(
  database: Database,
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  const client = await database.$client.connect().catch((error: unknown) => {
    throw new DatabaseUnavailable(error);
  });
  const transaction: Queryable = drizzle({ client, schema });
  let broken = false;
  try {
    // Whatever the server's default is: each statement must see what others have committed meanwhile.
    await transaction.execute("begin isolation level read committed");
    const result = await work(transaction);
    await transaction.execute("commit");
    return result;
  } catch (error) {
    await transaction.execute("rollback").catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Whether the database itself failed (out of reach, shutting down, out of connections), or ended the transaction in
 * favour of another one (deadlock, serialization), rather than the query. What failed may be tried again.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html classes 08, 40, 53, 57P, 25P03 and 55P03
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof DrizzleQueryError)) return false;
  // What the server says has a class of its own; everything else is the connection.
  return (
    !(error.cause instanceof pg.DatabaseError) || /^(08|40|53|57P|25P03|55P03)/.test(error.cause.code ?? "")
  );
}

/** Whether the row broke a unique constraint: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return (
    error instanceof DrizzleQueryError &&
    error.cause instanceof pg.DatabaseError &&
    error.cause.code === "23505"
  );
}
