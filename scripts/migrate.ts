import { fileURLToPath } from "node:url";
import { parseDatabaseEnv } from "#lib/base/env.ts";
import { migrateDatabase } from "#lib/base/migrate.ts";

await migrateDatabase(parseDatabaseEnv().DATABASE_URL, fileURLToPath(new URL("../drizzle", import.meta.url)));
console.log("The database is up to date.");
