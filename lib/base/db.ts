import "server-only";
import { DrizzleQueryError } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { DatabaseUnavailable } from "#lib/base/errors/unavailable.ts";
import { notePool } from "#lib/base/telemetry/pools.ts";
import * as tables from "./schema.ts";
import * as sideTables from "./side-tables.ts";

const schema = { ...tables, ...sideTables };

/** An open transaction, or a database outside of one: a function that is handed one joins it. */
export type Queryable = NodePgDatabase<typeof schema>;
export type Database = Queryable & { $client: pg.Pool };

const CONNECT_TIMEOUT_MS = 5_000;
/** Every query of a request is a short one. */
const QUERY_TIMEOUT_MS = 15_000;

/**
 * A pool of connections. Nothing is prepared on the server and nothing outlives a transaction, so PgBouncer may
 * stand in between in transaction mode. Connections are opened when first needed. Statements that are sent on one
 * without waiting for each other take one round trip together.
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
    pipeline: true,
  });
  // A lost connection fails the queries on it; without a listener it would also end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  notePool(name, pool);
  return drizzle({ client: pool, schema });
}

/** What a transaction begins with, in one round trip. */
type Opening<First> = {
  /** Statements without parameters, that go with the one that begins it. */
  statements?: readonly string[];
  /** Sends one more, which follows them; or reads what the last of them answers. */
  first: (transaction: Queryable, answer: Promise<Row | undefined>) => Promise<First>;
};

type Row = Record<string, unknown>;

const nothingFirst: Opening<undefined> = { first: async () => undefined };

/**
 * Runs `work` in a transaction on a connection of its own. It commits if `work` returns and rolls back if it throws;
 * a connection that broke is closed and never used again.
 * @throws {DatabaseUnavailable} if no connection can be had
 */
export function transact<T>(database: Database, work: (transaction: Queryable) => Promise<T>): Promise<T> {
  return transactAfter(database, nothingFirst, work);
}

/**
 * The same for a transaction that begins with something. `work` runs once all of that was done, in the transaction.
 * @throws {DatabaseUnavailable} if no connection can be had
 */
export async function transactAfter<First, T>(
  database: Database,
  opening: Opening<First>,
  work: (transaction: Queryable, first: First) => Promise<T>,
): Promise<T> {
  const client = await database.$client.connect().catch((error: unknown) => {
    throw new DatabaseUnavailable(error);
  });
  const transaction = queryableOn(client);
  let broken = false;
  try {
    const begun = begin(client, opening);
    const [, first] = await Promise.all([begun, opening.first(transaction, begun)]);
    const result = await work(transaction, first);
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

/** Is sent before this returns, so that what is asked for next comes after it. @returns the first row of the last answer */
async function begin(
  client: pg.PoolClient,
  { statements = [] }: { statements?: readonly string[] },
): Promise<Row | undefined> {
  // Whatever the server's default is: each statement must see what others have committed meanwhile.
  const text = ["begin isolation level read committed", ...statements].join("; ");
  try {
    // The driver gives a list of results where there were several statements.
    const results: pg.QueryResult<Row>[] = [await client.query<Row>(text)].flat();
    return results.at(-1)?.rows[0];
  } catch (error) {
    throw new DrizzleQueryError(text, [], error instanceof Error ? error : undefined);
  }
}

const queryables = new WeakMap<pg.PoolClient, Queryable>();

/** To read the schema takes as long as a query. */
function queryableOn(client: pg.PoolClient): Queryable {
  const known = queryables.get(client);
  if (known) return known;
  const made: Queryable = drizzle({ client, schema });
  queryables.set(client, made);
  return made;
}

/**
 * Whether the database itself failed (out of reach, shutting down, out of connections), or ended the transaction in
 * favour of another one (deadlock, serialization), rather than the query. What failed may be tried again.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html classes 08, 40, 53, 57P, 25P03 and 55P03
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!isQueryFailure(error)) return false;
  // What the server says has a class of its own; everything else is the connection.
  return (
    !(error.cause instanceof pg.DatabaseError) || /^(08|40|53|57P|25P03|55P03)/.test(error.cause.code ?? "")
  );
}

/** Whether the row broke a unique constraint: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return isQueryFailure(error) && error.cause instanceof pg.DatabaseError && error.cause.code === "23505";
}

/** By its shape: in a build pages and route handlers each have a class of that name. */
function isQueryFailure(error: unknown): error is DrizzleQueryError {
  return error instanceof Error && "query" in error && "params" in error;
}
