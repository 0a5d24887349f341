import type { Page } from "@playwright/test";
import pg from "pg";
import { expect, pay, placeOrder, test } from "../browser/fixtures.ts";
import { measureSize } from "../pages/page-size.ts";
import { testParts } from "../browser/test-parts.ts";

/** What a server says of itself: to anybody whether its parts answer, to its operator what is stuck. */

const { databaseUrl, metricsToken } = testParts();

async function showTo(page: Page, token: string): Promise<void> {
  await page.getByLabel("Token", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Show" }).click();
}

test("anybody sees which parts answer, and nothing else", async ({ person }) => {
  const { page } = await person();
  await page.goto("/status");
  const parts = page.getByRole("region", { name: "Parts" });
  await expect(parts.getByRole("listitem")).toHaveText([
    /Database.*answers/,
    /Account on Local demo chain.*can deliver/,
    /Node of Local demo chain.*answers/,
  ]);
  await showTo(page, "a-token-of-somebody-else");
  await expect(page.getByText("This is not the token.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "What to do" })).toHaveCount(0);
});

test("an operator sees what is stuck, why, and what to do about it, and the last day", async ({
  person,
  holdDeploys,
}) => {
  const release = await holdDeploys();
  const { page: customer } = await person();
  await placeOrder(customer, { name: "Late Coin", symbol: "LATE", supply: "1000" });
  const address = new URL(customer.url()).pathname.split("/").at(-1) ?? "";
  await pay(customer);
  const database = new pg.Client(databaseUrl);
  await database.connect();
  const fail = async () => {
    const { rowCount } = await database.query(
      "update orders set status = 'failed', failure = 'It reverts.' where address = $1 and paid_at is not null",
      [address],
    );
    return rowCount;
  };
  await expect.poll(fail).toBe(1);
  await customer.close();

  const { page } = await person();
  await page.goto("/status");
  await showTo(page, metricsToken);
  const troubles = page.getByRole("region", { name: "What to do" }).getByRole("listitem");
  await expect(troubles.filter({ hasText: address })).toContainText(
    /Paid .* ago, and its delivery reverts.*It reverts\./,
  );
  await expect(troubles.filter({ hasText: address }).getByRole("link")).toHaveAttribute(
    "href",
    `/tokens/${address}`,
  );
  await expect(page.getByRole("region", { name: "Chains and accounts" })).toContainText(/[\d,.]+ ETH/);
  await expect(page.getByRole("img", { name: /Tokens made, by the hour/ }).locator("svg")).toBeVisible();
  await release();
  await database.end();

  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("heading", { name: "What to do" })).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel("Token", { exact: true })).toHaveValue("");
});

test("what draws the last day is loaded once there is something to draw", async ({ person }) => {
  const { page } = await person();
  const before = await measureSize(page, new URL("/status", testParts().url).href);
  const loading = page.waitForResponse((response) => response.url().endsWith(".js"));
  await showTo(page, metricsToken);
  await loading;
  expect(before.scripts).toBeLessThanOrEqual(200_000);
});
