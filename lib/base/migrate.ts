import "server-only";
import { sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { lockKey } from "#lib/base/lock/lock-key.ts";
import { connect, transact } from "./db.ts";

const MIGRATION_TIMEOUT_MS = 600_000;

/** Brings the database to this version's schema. Several at once take turns; the later ones find nothing to do. */
export async function migrateDatabase(url: string, migrationsFolder: string): Promise<void> {
  const database = connect(url, { max: 2, name: "coinwright-migrate", queryTimeoutMs: MIGRATION_TIMEOUT_MS });
  try {
    // Held by a transaction beside the migration's own, since PgBouncer would keep a session's lock for strangers.
    await transact(database, async (transaction) => {
      await transaction.execute(
        sql`select set_config('lock_timeout', ${String(MIGRATION_TIMEOUT_MS)}, true)`,
      );
      await transaction.execute(sql`select pg_advisory_xact_lock(${lockKey("schema-migration")})`);
      await migrate(database, { migrationsFolder });
    });
  } finally {
    await database.$client.end();
  }
}
