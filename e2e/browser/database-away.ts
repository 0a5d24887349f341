import pg from "pg";
import { testParts } from "./test-parts.ts";

/** Ends all sessions of the server's database, and lets none begin. @returns what brings it back */
export async function takeDatabaseAway(): Promise<() => Promise<void>> {
  const url = new URL(testParts().databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = "/postgres";
  const admin = new pg.Client(url.href);
  await admin.connect();
  const allow = (isAllowed: boolean) =>
    admin.query(`alter database ${pg.escapeIdentifier(name)} with allow_connections ${isAllowed}`);
  await allow(false);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  return async () => {
    await allow(true);
    await admin.end();
  };
}
