import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** These measure how fast servers answer, or load all of the machine by themselves, so each has it to itself. */
const measured = [
  "bad-requests",
  "cluster",
  "concurrency",
  "hostile",
  "live",
  "many-orders",
  "proxies",
  "standalone",
].map((name) => `e2e/${name}.test.ts`);

/** These take minutes each, and all of the machine. `npm test -- --deep` runs them. */
export const deep = [
  "lib/queue/queue.faults.test.ts",
  ...[
    "alerts",
    "bench",
    "chaos",
    "connections",
    "load",
    "many",
    "queue",
    "recover",
    "strategies",
    "ship/from-nothing",
    "ship/frozen",
    "ship/pm2",
  ].map((name) => `e2e/${name}.test.ts`),
];

export default defineConfig({
  // Tests run on the server's side of the border that `server-only` guards.
  resolve: {
    alias: { "server-only": fileURLToPath(new URL("node_modules/server-only/empty.js", import.meta.url)) },
  },
  test: {
    globalSetup: ["lib/testing/global-setup.ts"],
    setupFiles: ["lib/testing/file-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "services",
          include: ["lib/**/*.test.ts", "app/**/*.test.ts"],
          exclude: deep,
          // They mostly wait, for blocks or for the database.
          maxWorkers: 5,
          // A quarter of their time would go into importing the same packages again.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "servers",
          include: ["e2e/**/*.test.ts"],
          exclude: [...measured, ...deep],
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
      {
        extends: true,
        test: {
          name: "deep",
          include: deep,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
