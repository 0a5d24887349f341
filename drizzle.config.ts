import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./lib/base/schema.ts", "./lib/base/side-tables.ts"],
  out: "./drizzle",
});
