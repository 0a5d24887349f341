import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { Failure } from "#lib/local/failure.ts";
import { installPackage } from "./distribution.ts";

const SYSTEM_BROWSERS = [
  // With no windows to draw it takes half the processor's time of the whole browser.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Playwright's own browser where it is installed, else one of the system's. */
export function findBrowser(): string | undefined {
  return [chromium.executablePath(), ...SYSTEM_BROWSERS].find((path) => existsSync(path));
}

/** Installs a browser where there is none: Playwright's own, or the distribution's where that can't be had. @throws {Failure} */
export async function ensureBrowser(): Promise<void> {
  if (findBrowser()) return;
  spawnSync(
    process.execPath,
    ["node_modules/@playwright/test/cli.js", "install", "--only-shell", "chromium"],
    { stdio: "ignore", timeout: 300_000 },
  );
  const isThere = () => findBrowser() !== undefined;
  if (isThere() || ["chromium-headless-shell", "chromium"].some((name) => installPackage(name, isThere)))
    return;
  throw new Failure("There is no browser to test with. Install one with: npx playwright install chromium");
}
