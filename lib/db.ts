import "server-only";
import { DrizzleQueryError } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema.ts";

export type Database = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };
/** An open transaction: a function that is handed one joins it. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/**
 * A pool of connections. Nothing is prepared on the server and nothing outlives a transaction, so PgBouncer may
 * stand in between in transaction mode. Connections are opened when first needed.
 */
export function connect(url: string, { max, name }: { max: number; name: string }): Database {
  const client = postgres(url, {
    max,
    prepare: false,
    connect_timeout: 5,
    idle_timeout: 60,
    connection: { application_name: name },
    onnotice: () => undefined,
  });
  return drizzle(client, { schema });
}

/**
 * Whether the database itself failed (out of reach, shutting down, out of connections) rather than the query.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html classes 08, 53, 57P and 25P03
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  return /^(08...|53...|57P..|25P03|CONNECTION_.*|CONNECT_TIMEOUT|ECONN.*|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE)$/.test(
    codeOf(error),
  );
}

/** Whether the row broke a unique constraint: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === "23505";
}

function codeOf(error: unknown): string {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}
