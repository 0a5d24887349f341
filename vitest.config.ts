import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests run on the server's side of the border that `server-only` guards.
  resolve: {
    alias: { "server-only": fileURLToPath(new URL("node_modules/server-only/empty.js", import.meta.url)) },
  },
  test: {
    include: ["lib/**/*.test.ts", "app/**/*.test.ts", "e2e/**/*.test.ts"],
    globalSetup: ["e2e/parts.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores are shared with PostgreSQL, the chain and the servers under test.
    maxWorkers: 2,
  },
});
