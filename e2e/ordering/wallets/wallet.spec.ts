import type { Page } from "@playwright/test";
import { connect, expect, test } from "../../browser/fixtures.ts";

const CODE = "**/_next/static/chunks/**";

test("a click on Connect is answered at once, and the wallets are shown once their code is there", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await expect(connectButton(page)).toBeEnabled();
  const held = Promise.withResolvers<void>();
  await page.route(CODE, async (route) => {
    await held.promise;
    await route.continue();
  });
  await connectButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Choose a wallet" });
  await expect(dialog).toContainText("Looking for wallets");
  held.resolve();
  await dialog.getByRole("button", { name: "Test Wallet" }).click();
  await expect(page.getByRole("button", { name: /^Account/ })).toBeVisible();
});

test("where the code of wallets can't be loaded that is said, and the next click asks again", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await expect(connectButton(page)).toBeEnabled();
  await page.route(CODE, (route) => route.abort());
  await connectButton(page).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("can't be reached");
  await page.unroute(CODE);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(connectButton(page)).toBeFocused();
  await connect(page);
});

test("a wallet of an earlier visit is connected again, until it is disconnected", async ({ person }) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  await page.reload();
  const account = page.getByRole("button", { name: /^Account/ });
  await account.click();
  const details = page.getByRole("dialog", { name: /^Account/ });
  await expect(details).toContainText(wallet.address);
  await page.keyboard.press("Escape");
  await expect(details).toBeHidden();
  await expect(account).toBeFocused();
  await account.click();
  await details.getByRole("button", { name: "Disconnect" }).click();
  await expect(connectButton(page)).toBeVisible();
  await page.reload();
  await expect(connectButton(page)).toBeEnabled();
});

function connectButton(page: Page) {
  return page.getByRole("button", { name: "Connect wallet" });
}
