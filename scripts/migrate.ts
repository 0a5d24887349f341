import { fileURLToPath } from "node:url";
import { parseDatabaseEnv } from "#lib/base/env.ts";
import { migrateDatabase } from "#lib/base/migrate.ts";
import { databaseFailure } from "#lib/local/database-failure.ts";
import { runCommand } from "./support/command.ts";
import { readOptions } from "./support/options.ts";

readOptions({
  call: "npm run db:migrate",
  about: "Brings the database of DATABASE_URL to this version's schema.",
  options: {},
});

await runCommand(async () => {
  const { DATABASE_URL } = parseDatabaseEnv();
  await migrateDatabase(DATABASE_URL, fileURLToPath(new URL("../drizzle", import.meta.url))).catch(
    (error: unknown) => {
      throw databaseFailure(DATABASE_URL, error);
    },
  );
  console.log("The database is up to date.");
});
