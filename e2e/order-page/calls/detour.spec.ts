import type { Page, Route } from "@playwright/test";
import { expect, expectStatus, pay, placeOrder, test } from "../../browser/fixtures.ts";
import { testParts } from "../../browser/test-parts.ts";

/** A browser whose public node is of no use to it: the wallet's own way to the chain, or the server's, serves instead. */

const coin = { name: "Detour Coin", symbol: "DETOUR", supply: "1000" };
const nodeUrl = `${testParts().rpcUrl}/**`;
const DETOUR = "public node does not answer this browser";

const failures: Record<string, (route: Route) => Promise<void>> = {
  "refuses connections": (route) => route.abort(),
  "answers that it is asked too often": (route) =>
    route.fulfill({ status: 429, headers: { "Retry-After": "3600" }, body: "Too many requests" }),
};

for (const [what, fail] of Object.entries(failures))
  test(`a public node that ${what} keeps nobody from paying`, async ({ person }) => {
    test.setTimeout(120_000);
    const { page, wallet } = await person();
    await page.route(nodeUrl, fail);
    await placeOrder(page, coin);
    await expect(page.getByText(DETOUR)).toBeVisible();
    await pay(page);
    await expectStatus(page, "deployed");
    expect(wallet.sentWei).toHaveLength(1);
  });

test("a public node that never answers is given up in seconds, and used again once it is back", async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { page } = await person();
  const held: Route[] = [];
  await page.route(nodeUrl, (route) => void held.push(route));
  const startedAt = Date.now();
  await placeOrder(page, coin);
  await expect(page.getByText(DETOUR)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  expect(Date.now() - startedAt).toBeLessThan(30_000);
  await page.unroute(nodeUrl);
  await expect(page.getByText(DETOUR)).toBeHidden({ timeout: 60_000 });
  await Promise.all(held.map((route) => route.abort().catch(() => undefined)));
});

test("where the wallet's own node never answers either, the server is asked within seconds", async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { page, wallet } = await person();
  await placeOrder(page, coin);
  await page.route(nodeUrl, (route) => route.abort());
  wallet.readsAfter = new Promise(() => undefined);
  await page.reload();
  await expect(page.getByText(DETOUR)).toBeVisible();
  await pay(page);
  await expectStatus(page, "deployed");
  expect(wallet.sentWei).toHaveLength(1);
});

test("without a wallet the server reads for the page, and only what paying needs", async ({ person }) => {
  const { page } = await person();
  const address = await placeOrder(page, coin);
  await disconnect(page);
  await page.route(nodeUrl, (route) => route.abort());
  const relayed = page.waitForResponse(/\/api\/chains\/31337$/);
  await page.goto(`/tokens/${address}`);
  expect((await relayed).ok()).toBe(true);
  await expect(page.getByText(DETOUR)).toBeVisible();
  await expect(page.getByRole("button", { name: "Connect a wallet to pay" })).toBeVisible();
});

async function disconnect(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("button", { name: "Disconnect" }).click();
}
