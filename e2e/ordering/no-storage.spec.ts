import type { Page } from "@playwright/test";
import { holdBlocks, releaseBlocks } from "../browser/browser-chain.ts";
import { connect, expect, expectStatus, pay, placeOrder, test } from "../browser/fixtures.ts";

/** Browsers that keep nothing for a page: what they refuse is kept as long as the page is open. */

const coin = { name: "Forgotten Coin", symbol: "FORGET", supply: "5000" };

// A test that failed may have held them.
test.afterEach(releaseBlocks);

for (const [what, refuse] of [
  ["can't be asked for anything", blockStorage],
  ["is full", fillStorage],
] as const)
  test(`with a storage that ${what} a token is ordered and paid for, and nobody is asked to pay again`, async ({
    person,
  }) => {
    const { page, wallet } = await person();
    await page.addInitScript(refuse);
    await placeOrder(page, coin);
    await holdBlocks();
    await pay(page);
    await expect(page.getByRole("heading", { name: "Your payment is on its way" })).toBeVisible();
    await expectNothingToPay(page);
    await page.getByRole("link", { name: "Your tokens" }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your tokens");
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Your payment is on its way" })).toBeVisible();
    await expectNothingToPay(page);
    await releaseBlocks();
    await expectStatus(page, "deployed");
    expect(wallet.sentWei).toHaveLength(1);
  });

test("without a storage the demo's wallet is one all the same, and so is a theme", async ({ person }) => {
  const { page } = await person();
  await page.addInitScript(blockStorage);
  await page.goto("/");
  await connect(page, "Demo wallet");
  await expect(page.getByRole("button", { name: /^Account 0x/ })).toBeVisible();
  const theme = page.getByRole("button", { name: /^Theme: / });
  await theme.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await theme.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

async function expectNothingToPay(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: /^Pay / })).toHaveCount(0);
}

/** Runs in the page. As browsers are where somebody has blocked what sites keep. */
function blockStorage(): void {
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, {
      get: () => {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
    });
}

/** Runs in the page. */
function fillStorage(): void {
  Storage.prototype.setItem = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
}
