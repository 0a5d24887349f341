import { defineConfig } from "@playwright/test";
import { isDeep } from "./e2e/browser/depth.ts";
import { testParts } from "./e2e/browser/test-parts.ts";
import { findBrowser } from "./scripts/support/browser.ts";

/** These take minutes, of which much is waiting for what does not come. `npm test -- --deep` runs them. */
export const deep = [
  "order-page/calls/detour",
  "order-page/calls/live",
  "order-page/calls/node-calls",
  "order-page/calls/queue",
  "order-page/held",
  "order-page/lying-server",
  "order-page/publication",
  "ordering/again",
  "ordering/languages",
  "ordering/long-names",
  "ordering/numbers",
  "ordering/offer",
  "ordering/wallets/wallet-connect",
].map((name) => `e2e/${name}.spec.ts`);

/** The application under test is started by scripts/checks/e2e.ts, which says where it is. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  testIgnore: isDeep ? [] : deep.map((path) => `**/${path}`),
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    // Tools that only read this file have no parts.
    baseURL: process.env["E2E_PARTS"] === undefined ? undefined : testParts().url,
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
    // What moves is drawn by the processor here, and is the business of those tests that ask for it.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: findBrowser(),
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
});
