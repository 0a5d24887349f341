import pg from "pg";
import { Failure } from "./failure.ts";

/** Why a database server did not do what it was asked, in words that never hold its password. */
export function databaseFailure(url: string, error: unknown): Failure {
  const { host } = new URL(url);
  const refusal = refusalOf(error);
  return new Failure(
    refusal
      ? `PostgreSQL at ${host} refuses: ${refusal.message}. Mend that, or name another user or server in DATABASE_URL.`
      : `PostgreSQL at ${host} does not answer. Start it, or correct DATABASE_URL.`,
    { cause: error },
  );
}

/** What the server itself said, under whatever was made of it on the way. */
function refusalOf(error: unknown): pg.DatabaseError | undefined {
  if (error instanceof pg.DatabaseError) return error;
  return error instanceof Error && error.cause ? refusalOf(error.cause) : undefined;
}
