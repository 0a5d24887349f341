import type { Page } from "@playwright/test";
import {
  addressOf,
  connect,
  expect,
  expectStatus,
  fetchOrder,
  fillOrder,
  pay,
  payDirectly,
  placeOrder,
  submitOrder,
  test,
} from "../browser/fixtures.ts";

/** Ordering without detours, and what becomes of orders and drafts that were left. */

const coin = { name: "Again Coin", symbol: "AGAIN", supply: "1000000" };

test("an order without a wallet asks for one, and is placed as soon as there is one", async ({ person }) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await fillOrder(page, coin);
  await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  expect(await fetchOrder(page, addressOf(page))).toMatchObject({ ...coin, deployer: wallet.address });
});

test("who closes the list of wallets has placed nothing, and connecting later places nothing either", async ({
  person,
}) => {
  const { page } = await person();
  const placed: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/tokens")) placed.push(request.url());
  });
  await page.goto("/");
  await fillOrder(page, coin);
  await expect(page.getByRole("dialog").getByRole("button", { name: "Test Wallet" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await connect(page);
  await expect(page.getByTestId("token-address")).toBeVisible();
  expect(placed).toEqual([]);
  expect(new URL(page.url()).pathname).toBe("/");
});

test("Back from the pay page brings the draft, which placed again is the same order", async ({ person }) => {
  const { page } = await person();
  const address = await placeOrder(page, coin);
  await page.goBack();
  await expect(page.getByLabel("Name")).toHaveValue(coin.name);
  await expect(page.getByLabel("Supply")).toHaveValue("1,000,000");
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  expect(addressOf(page)).toBe(address);

  await page.reload();
  await page.goBack();
  await expect(page.getByLabel("Name")).toHaveValue(coin.name);
  await page.getByLabel("Name").fill("Other Coin");
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/tokens/0x") && !url.pathname.includes(address));
});

test("a new token after that begins with nothing of the last one", async ({ person }) => {
  const { page } = await person();
  await placeOrder(page, coin);
  await page.getByRole("link", { name: "New token" }).first().click();
  await page.waitForURL((url) => url.pathname === "/");
  await expect(page.getByLabel("Symbol")).toBeEnabled();
  await expect(page.getByLabel("Symbol")).not.toHaveValue(coin.symbol);
});

test("an unpaid order is changed on its page: the new one takes its place in the list", async ({
  person,
}) => {
  const { page } = await person();
  const address = await placeOrder(page, coin);
  const { salt } = await fetchOrder(page, address);
  await page.getByRole("button", { name: "Change it" }).click();
  await expect(page.getByText("You are changing an order that is not paid.")).toBeVisible();
  await expect(page.getByLabel("Symbol")).toHaveValue(coin.symbol);
  await page.getByLabel("Name").fill("Changed Coin");
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/tokens/0x") && !url.pathname.includes(address));
  expect((await fetchOrder(page, addressOf(page))).salt).not.toBe(salt);
  await page.goto("/tokens");
  await expect(unpaidIn(page).getByRole("link")).toHaveText([/Changed Coin/]);
});

test("an order like another, from the list, leaves that one where it is", async ({ person }) => {
  const { page } = await person();
  const address = await placeOrder(page, coin);
  await page.goto("/tokens");
  await unpaidIn(page).getByRole("button", { name: "Order another like it: Again Coin" }).click();
  await expect(page.getByLabel("Symbol")).toHaveValue(coin.symbol);
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  expect(addressOf(page)).not.toBe(address);
  await page.goto("/tokens");
  await expect(unpaidIn(page).getByRole("link")).toHaveCount(2);
});

test("an unpaid order is forgotten on its page, and a paid one can't be", async ({ person }) => {
  const { page } = await person();
  const address = await placeOrder(page, coin);
  await page.getByRole("button", { name: "Forget it" }).click();
  await page.waitForURL(/\/tokens$/);
  await expect(unpaidIn(page)).toBeHidden();
  await page.goto(`/tokens/${address}`);
  await pay(page);
  await expectStatus(page, "deployed");
  for (const name of ["Forget it", "Change it"])
    await expect(page.getByRole("button", { name })).toBeHidden();
});

test("lists in another tab hear of an order that was paid and made", async ({ person }) => {
  const { page, context } = await person();
  await submitOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  const list = await context.newPage();
  await list.goto("/tokens");
  await expect(unpaidIn(list).getByRole("link")).toHaveCount(1);
  await expect(list.getByText("This wallet has not bought anything here yet.")).toBeVisible();
  await pay(page);
  await expectStatus(page, "deployed");
  const bought = list.getByRole("region", { name: "Bought" });
  await expect(bought.getByRole("link", { name: /Again Coin/ })).toContainText("Deployed");
  await expect(unpaidIn(list)).toBeHidden();
});

test("a list is read anew by who comes back to it", async ({ person }) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await page.goto("/tokens");
  await expect(page.getByText("This wallet has not bought anything here yet.")).toBeVisible();
  await payDirectly(wallet, order, BigInt(order.price));
  await expect.poll(async () => (await fetchOrder(page, order.address)).status).toBe("deployed");
  const bought = page.getByRole("region", { name: "Bought" });
  await expect(bought.getByRole("link", { name: /Again Coin/ })).toHaveCount(0);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(bought.getByRole("link", { name: /Again Coin/ })).toBeVisible();
  await expect(unpaidIn(page)).toBeHidden();
});

function unpaidIn(page: Page) {
  return page.getByRole("region", { name: "Not paid yet" });
}
