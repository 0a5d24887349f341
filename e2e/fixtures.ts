import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { TestWallet } from "./wallet.ts";

type Person = { context: BrowserContext; page: Page; wallet: TestWallet };

type Fixtures = {
  /** A browser of its own with a funded wallet. An unexpected error on its console fails the test. */
  person: () => Promise<Person>;
};

/** What a browser itself writes when the test makes a request fail, or the API answers with an error status. */
const EXPECTED = /Failed to load resource/;

export const test = base.extend<Fixtures>({
  person: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    await use(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      context.on("console", (message) => {
        if (message.type() === "error" && !EXPECTED.test(message.text())) errors.push(message.text());
      });
      context.on("weberror", (error) => errors.push(String(error.error())));
      const wallet = new TestWallet();
      await wallet.install(context);
      return { context, page: await context.newPage(), wallet };
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(errors).toEqual([]);
  },
});

export { expect };

export async function connect(page: Page, wallet = "Test Wallet"): Promise<void> {
  await page.getByRole("button", { name: "Connect wallet" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: wallet }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** Fills in the form and places the order. @returns the token's address */
export async function placeOrder(
  page: Page,
  token: { name: string; symbol: string; supply: string },
): Promise<string> {
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill(token.name);
  await page.getByLabel("Symbol").fill(token.symbol);
  await page.getByLabel("Supply").fill(token.supply);
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  return new URL(page.url()).pathname.replace("/tokens/", "");
}

export async function pay(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Pay / }).click();
}

export async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.getByTestId("order-status")).toHaveAttribute("data-status", status);
}
