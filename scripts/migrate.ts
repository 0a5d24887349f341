import { fileURLToPath } from "node:url";
import { parseDatabaseEnv } from "#lib/env.ts";
import { migrateDatabase } from "#lib/install.ts";

await migrateDatabase(parseDatabaseEnv().DATABASE_URL, fileURLToPath(new URL("../drizzle", import.meta.url)));
console.log("The database is up to date.");
