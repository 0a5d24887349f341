import type { Page } from "@playwright/test";
import { bytesToHex, type Address } from "viem";
import { tokenAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { chain } from "../../browser/browser-chain.ts";
import { type TestWallet } from "../../browser/browser-wallet.ts";
import {
  addressOf,
  connect,
  expect,
  expectStatus,
  fetchOrder,
  fillOrder,
  pay,
  placeOrder,
  submitOrder,
  test,
} from "../../browser/fixtures.ts";

/** Anybody can place an order in anybody's name. Nobody is to pay for another's token without knowing it. */

const coin = { name: "Given Coin", symbol: "GIVE", supply: "5000" };
const stranger: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

test("a token for another wallet is paid for only by who has said that they know", async ({ person }) => {
  const { page, wallet } = await person();
  const address = await placeOrder(page, { ...coin, owner: stranger });
  await expect(page.getByTestId("receipt")).toContainText(stranger);
  const warning = page.getByRole("region", { name: "The owner is another wallet" });
  await expect(warning).toContainText(/^The whole supply goes to 0x.{40}and not to the wallet that pays\./);
  await expect(warning).toContainText(stranger);
  const button = page.getByRole("button", { name: /^Pay / });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.click({ force: true });
  await warning.getByRole("checkbox").focus();
  await page.keyboard.press("Space");
  await expect(button).toHaveAttribute("aria-disabled", "false");
  await page.reload();
  await expect(button).toHaveAttribute("aria-disabled", "true");
  expect(wallet.prompts).toEqual([]);

  await page.getByLabel("I know this address").check();
  await pay(page);
  await expectStatus(page, "deployed");
  const balance = { address, abi: tokenAbi, functionName: "balanceOf" } as const;
  expect(await chain.readContract({ ...balance, args: [stranger] })).toBe(5_000n * 10n ** 18n);
});

test("who orders for themselves has nothing to agree to", async ({ person }) => {
  const { page, wallet } = await person();
  await placeOrder(page, coin);
  await expect(page.getByRole("button", { name: /^Pay / })).toBeEnabled();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await expect(page.getByTestId("receipt")).toContainText(wallet.address);
});

test("the form's receipt shows another owner in full", async ({ person }) => {
  const { page } = await person();
  await submitOrder(page, { ...coin, supply: "", owner: stranger });
  await expect(page.getByTestId("receipt")).toContainText(stranger);
});

test("an order that somebody else placed in a wallet's name is in no list of theirs, and warns who opens it", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.goto("/tokens");
  await connect(page);
  const trap = await placeInNameOf(page, wallet);
  await page.reload();
  await expect(page.getByText("This wallet has not bought anything here yet.")).toBeVisible();
  await expect(page.getByRole("link", { name: /Given Coin/ })).toBeHidden();

  await page.goto(`/tokens/${trap.address}`);
  await expect(page.getByRole("region", { name: "The owner is another wallet" })).toContainText(
    "The whole supply, the right to mint more, and the right to pause it for everyone go to",
  );
  await expect(page.getByRole("button", { name: /^Pay / })).toHaveAttribute("aria-disabled", "true");
});

test("an order that is not paid is remembered by its browser alone, until it is forgotten or paid", async ({
  person,
}) => {
  const { page } = await person();
  await placeOrder(page, { ...coin, name: "First Coin" });
  await page.getByRole("link", { name: "New token" }).first().click();
  await fillOrder(page, { ...coin, name: "Second Coin" });
  await page.waitForURL(/\/tokens\/0x/);
  const second = addressOf(page);
  await page.goto("/tokens");
  await page.reload();
  const unpaid = page.getByRole("region", { name: "Not paid yet" });
  await expect(unpaid.getByRole("link")).toHaveText([/Second Coin/, /First Coin/]);
  await unpaid.getByRole("button", { name: "Forget it: First Coin" }).click();
  await expect(unpaid.getByRole("link")).toHaveText([/Second Coin/]);
  await page.reload();
  await expect(unpaid.getByRole("link")).toHaveText([/Second Coin/]);

  await unpaid.getByRole("link").click();
  await page.waitForURL(`**/tokens/${second}*`);
  await pay(page);
  await expectStatus(page, "deployed");
  await page.goto("/tokens");
  const bought = page.getByRole("region", { name: "Bought" });
  await expect(bought.getByRole("link", { name: /Second Coin/ })).toBeVisible();
  await expect(unpaid).toBeHidden();
});

test("what was ordered here is remembered with no wallet at all, and what is gone is not", async ({
  person,
}) => {
  const { page, context } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await page.evaluate(
    ([key, gone]) => {
      const kept: unknown[] = JSON.parse(localStorage.getItem(key) ?? "[]");
      localStorage.clear();
      localStorage.setItem(key, JSON.stringify([gone, ...kept]));
    },
    ["coinwright:unpaid", { chainId: order.chainId, address: stranger }] as const,
  );
  await context.clearCookies();
  await page.goto("/tokens");
  await expect(page.getByText("Connect the wallet you paid with to see its tokens.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Not paid yet" }).getByRole("link")).toHaveText([
    /Given Coin/,
  ]);
  expect(await page.evaluate(() => localStorage.getItem("coinwright:unpaid"))).not.toContain(stranger);
});

/** What a stranger can do without any wallet. */
async function placeInNameOf(page: Page, { address }: TestWallet): Promise<Order> {
  const body = {
    ...coin,
    features: { mintable: true, pausable: true },
    owner: stranger,
    deployer: address,
    salt: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
  };
  return (await page.request.post("/api/tokens", { data: body })).json();
}
