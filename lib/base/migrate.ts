import "server-only";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { lockKey } from "#lib/base/lock/lock-key.ts";
import { connect, transact, type Queryable } from "./db.ts";

const MIGRATION_TIMEOUT_MS = 600_000;
/** Where drizzle's own tools look for what is done. */
const done = sql`"drizzle"."__drizzle_migrations"`;

/**
 * Brings the database to this version's schema. Several at once take turns; the later ones find nothing to do. Each
 * migration is a transaction of its own: before version 17 PostgreSQL lets no transaction use what it has itself added to
 * an enumeration, and drizzle's migrator would do all in one.
 */
export async function migrateDatabase(url: string, migrationsFolder: string): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder });
  const database = connect(url, { max: 2, name: "coinwright-migrate", queryTimeoutMs: MIGRATION_TIMEOUT_MS });
  try {
    // Held by a transaction beside the migrations' own, since PgBouncer would keep a session's lock for strangers.
    await transact(database, async (transaction) => {
      await transaction.execute(
        sql`select set_config('lock_timeout', ${String(MIGRATION_TIMEOUT_MS)}, true)`,
      );
      await transaction.execute(sql`select pg_advisory_xact_lock(${lockKey("schema-migration")})`);
      const last = await lastDone(database);
      for (const migration of migrations)
        if (migration.folderMillis > last) await transact(database, (own) => migrate(own, migration));
    });
  } finally {
    await database.$client.end();
  }
}

/** When the last migration was made that is done, in milliseconds since the epoch. */
async function lastDone(database: Queryable): Promise<number> {
  await database.execute(sql`create schema if not exists "drizzle"`);
  await database.execute(
    sql`create table if not exists ${done} (id serial primary key, hash text not null, created_at bigint)`,
  );
  const { rows } = await database.execute<{ last: string | null }>(
    sql`select max(created_at) as last from ${done}`,
  );
  return Number(rows[0]?.last ?? 0);
}

type Migration = ReturnType<typeof readMigrationFiles>[number];

async function migrate(transaction: Queryable, { sql: statements, hash, folderMillis }: Migration) {
  for (const statement of statements) await transaction.execute(sql.raw(statement));
  await transaction.execute(sql`insert into ${done} (hash, created_at) values (${hash}, ${folderMillis})`);
}
