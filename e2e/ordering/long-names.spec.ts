import type { Page } from "@playwright/test";
import { connect, expect, expectStatus, test } from "../browser/fixtures.ts";
import { expectToFit } from "../browser/reading.ts";

/** Names without a place to break, as wide as they may be: nothing scrolls sideways for them. */

const name = "W".repeat(64);
const symbol = "W".repeat(11);
/** A name that is shown in a note of its own as well. */
const words = {
  en: { name: "Name", symbol: "Symbol", supply: "Supply", place: "Place order", pay: /^Pay / },
  "zh-CN": { name: "名称", symbol: "符号", supply: "供应量", place: "提交订单", pay: /^支付 / },
};

for (const locale of ["en", "zh-CN"] as const)
  test(`a name of 64 wide letters fits on every page in ${locale}`, async ({ person }) => {
    // Every page is looked at in several widths.
    test.slow();
    const { page } = await person({ locale });
    await page.goto("/");
    await connectIn(page, locale);
    const { name: nameLabel, symbol: symbolLabel, supply, place, pay } = words[locale];
    await page.getByLabel(nameLabel, { exact: true }).fill(name);
    await page.getByLabel(symbolLabel, { exact: true }).fill(symbol);
    await page.getByLabel(supply, { exact: true }).fill("1000000000000");
    await expect(page.getByTestId("token-address")).toBeVisible();
    await expectAccountInSight(page);
    await expectToFit(page);
    await page.getByRole("button", { name: place }).click();
    await page.waitForURL(/\/tokens\/0x/);
    await expect(page.getByRole("button", { name: pay })).toBeEnabled();
    const path = new URL(page.url()).pathname;
    await expectToFit(page);
    await page.goto("/tokens");
    await expect(page.getByRole("link", { name })).toBeVisible();
    await expectToFit(page);

    await page.goto(path);
    await page.getByRole("button", { name: pay }).click();
    await expectStatus(page, "deployed");
    await expectToFit(page);
    await expectAccountInSight(page);
    await page.goto("/tokens");
    await expect(page.getByRole("link", { name })).toBeVisible();
    await expectToFit(page);
  });

/** Each wallet and dialog has its name in both languages. */
async function connectIn(page: Page, locale: keyof typeof words): Promise<void> {
  if (locale === "en") return connect(page);
  await page.getByRole("button", { name: "连接钱包" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** On the narrowest phone the button of the wallet is where a thumb can reach it. */
async function expectAccountInSight(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 800 });
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole("button", { name: /^(Account|账户)/ })).toBeInViewport({ ratio: 1 });
  if (size) await page.setViewportSize(size);
}
