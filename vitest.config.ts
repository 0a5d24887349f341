import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** These measure how fast servers answer, or load all of the machine by themselves, so each has it to itself. */
const measured = [
  "alerts",
  "bad-requests",
  "cluster",
  "hostile",
  "live",
  "load",
  "many-orders",
  "proxies",
  "standalone",
].map((name) => `e2e/${name}.test.ts`);

export default defineConfig({
  // Tests run on the server's side of the border that `server-only` guards.
  resolve: {
    alias: { "server-only": fileURLToPath(new URL("node_modules/server-only/empty.js", import.meta.url)) },
  },
  test: {
    globalSetup: ["lib/testing/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "services",
          include: ["lib/**/*.test.ts", "app/**/*.test.ts"],
          // They mostly wait, for blocks or for the database.
          maxWorkers: 6,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "servers",
          include: ["e2e/**/*.test.ts"],
          exclude: measured,
          // They start servers, and wait for blocks as well.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "measured",
          include: measured,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
