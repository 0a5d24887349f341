import type { Page, Route } from "@playwright/test";
import type { TestWallet } from "./browser-wallet.ts";
import { testParts } from "./test-parts.ts";

const SERVER = "**/api/chains/*";

/**
 * Whatever a page may read the chain by waits: its node, its wallet and the server, which ask on once `until` resolves, and
 * fail where it rejects.
 * @returns what puts an end to that
 */
export async function keepFromChain(
  page: Page,
  wallet: TestWallet,
  until: Promise<void>,
): Promise<() => Promise<void>> {
  const { origin } = new URL(testParts().rpcUrl);
  const isNode = (url: URL) => url.origin === origin;
  const wait = (route: Route) =>
    until.then(
      () => route.continue(),
      () => route.abort(),
    );
  await page.route(isNode, wait);
  await page.route(SERVER, wait);
  wallet.readsAfter = until;
  return async () => {
    wallet.readsAfter = Promise.resolve();
    await page.unroute(isNode);
    await page.unroute(SERVER);
  };
}

/** What never comes; nobody need wait for it. */
export function unreachable(): Promise<void> {
  const never = Promise.reject(new Error("unreachable"));
  never.catch(() => undefined);
  return never;
}
