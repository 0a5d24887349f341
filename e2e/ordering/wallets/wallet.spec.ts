import type { Page } from "@playwright/test";
import { shortAddress } from "#app/_receipt/format.ts";
import { TestWallet } from "../../browser/browser-wallet.ts";
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

test("a wallet that ends the connection by itself, while one looks at it, leaves the focus at Connect", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).focus();
  await wallet.revoke(page);
  await expect(connectButton(page)).toBeFocused();
  await expect(page.getByRole("dialog")).toBeHidden();
  await connectButton(page).press("Enter");
  await expect(page.getByRole("dialog", { name: "Choose a wallet" })).toBeVisible();
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

test("a wallet of an earlier visit that does not answer keeps nobody from another one, and is there once it does", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  const awaken = await reloadAsleep(page, wallet);
  await connectButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Choose a wallet" });
  await expect(dialog.getByRole("button", { name: "Demo wallet" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  // The next visit asks it again.
  await page.reload();
  await expect(accountOf(page, wallet)).toBeVisible();
  await expect(connectButton(page)).toBeVisible();
  awaken();
  await expect(accountOf(page, wallet)).toBeVisible();
});

test("a wallet that is chosen in place of one that does not answer stays, and so does none", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  const awaken = await reloadAsleep(page, wallet);
  await expect(connectButton(page)).toBeVisible();
  await connect(page, "Demo wallet");
  const account = page.getByRole("button", { name: /^Account/ });
  const label = await account.getAttribute("aria-label");
  awaken();
  await answered(page);
  await expect(account).toHaveAccessibleName(label ?? "");
  await expect(accountOf(page, wallet)).toBeHidden();

  await account.click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await connect(page);
  const awakenAgain = await reloadAsleep(page, wallet);
  await accountOf(page, wallet).click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await expect(connectButton(page)).toBeVisible();
  awakenAgain();
  await answered(page);
  await expect(connectButton(page)).toBeVisible();
});

test("another wallet that never answers does not keep the one of an earlier visit from coming back", async ({
  person,
}) => {
  const { page, context, wallet } = await person();
  const dead = new TestWallet("Dead Wallet");
  await dead.install(context);
  await page.goto("/");
  await connect(page);
  dead.awake = new Promise(() => undefined);
  await page.reload();
  await accountOf(page, wallet).click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await expect(connectButton(page)).toBeVisible();
});

/** The account button, which names the wallet's address. */
function accountOf(page: Page, { address }: TestWallet) {
  return page.getByRole("button", { name: `Account ${shortAddress(address)}` });
}

/** The wallet has answered the page whatever it was asked before, and what that was followed by. */
async function answered(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let asked = 0; asked < 8; asked += 1) await window["ask:test.wallet"]?.("eth_chainId", []);
  });
}

function connectButton(page: Page) {
  return page.getByRole("button", { name: "Connect wallet" });
}

/** A next visit, on which the wallet of the last one says nothing. @returns what has it answer */
async function reloadAsleep(page: Page, wallet: TestWallet): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  wallet.awake = promise;
  await page.reload();
  await expect(accountOf(page, wallet)).toBeVisible();
  return resolve;
}
