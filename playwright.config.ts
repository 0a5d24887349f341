import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/support/browser.ts";

/** The application under test is started by scripts/e2e.ts, which says where it is. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  forbidOnly: true,
  // One chain, and some tests hold back its blocks.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    baseURL: process.env["E2E_URL"],
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: findBrowser(),
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
});
