import { defineConfig } from "@playwright/test";
import { testParts } from "./e2e/browser/test-parts.ts";
import { findBrowser } from "./scripts/support/browser.ts";

/** The application under test is started by scripts/e2e.ts, which says where it is. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    // Tools that only read this file have no parts.
    baseURL: process.env["E2E_PARTS"] === undefined ? undefined : testParts().url,
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: findBrowser(),
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
});
