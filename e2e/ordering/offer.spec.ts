import type { Page } from "@playwright/test";
import { formatEther } from "viem";
import type { Order } from "#lib/shared/order.ts";
import { passTime, raiseGasPrice } from "../browser/browser-chain.ts";
import { expect, expectStatus, fetchOrder, pay, payDirectly, placeOrder, test } from "../browser/fixtures.ts";

/** A price is an offer that ends. Nobody pays one that has ended, and nobody pays one that they have not seen. */

const coin = { name: "Timely Coin", symbol: "TIME", supply: "5000" };
const offerSeconds = 900;
const refundDelay = 3600;
const HOUR_MS = 3_600_000;

// Whoever comes next is to find the prices that they are used to.
test.afterEach(() => raiseGasPrice(1));

test("a price that the chain calls ended is asked for anew, and the new one is what is paid", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await expect(page.getByText("This price holds until")).toBeVisible();
  await passTime(offerSeconds + 60);
  await raiseGasPrice(100);
  await pay(page);
  await expect(page.getByRole("heading", { name: "The price has ended" })).toBeVisible();
  const offered = await renew(page);
  expect(BigInt(offered.price)).toBeGreaterThan(BigInt(order.price));
  await expect(
    page.getByText(`it was ${ether(order)} ETH, and is ${ether(offered)} ETH today`),
  ).toBeVisible();
  await expect(page.getByTestId("receipt")).toContainText(`${ether(offered)} ETH`);
  expect(wallet.prompts).toEqual([]);
  await page.getByRole("button", { name: `Pay ${ether(offered)} ETH` }).click();
  await expectStatus(page, "deployed");
  expect(wallet.sentWei).toEqual([BigInt(offered.price)]);
});

test("once the browser's clock has passed the end, no price is left to click on", async ({ person }) => {
  const { page, wallet } = await person();
  await page.clock.install();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await expect(payButton(page)).toBeVisible();
  await passTime(offerSeconds + 60);
  await page.clock.fastForward(Date.parse(order.expiresAt) - Date.now() + 1_000);
  await expect(payButton(page)).toBeHidden();
  const offered = await renew(page);
  await expect(payButton(page)).toHaveText(`Pay ${ether(offered)} ETH`);
  expect(wallet.prompts).toEqual([]);
  await pay(page);
  await expectStatus(page, "deployed");
  expect(wallet.sentWei).toEqual([BigInt(offered.price)]);
});

test("a price that has not changed is said to be the same", async ({ person }) => {
  const { page } = await person();
  await page.clock.install();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await expect(payButton(page)).toBeVisible();
  await page.clock.fastForward(Date.parse(order.expiresAt) - Date.now() + 1_000);
  expect(await renew(page)).toMatchObject({ price: order.price, expiresAt: order.expiresAt });
  await expect(
    page.getByRole("status").filter({ hasText: `The price is still ${ether(order)} ETH.` }),
  ).toBeFocused();
});

for (const [direction, byMs] of [
  ["fast", HOUR_MS],
  ["slow", -HOUR_MS],
] as const)
  test(`whose clock is an hour too ${direction} can pay all the same`, async ({ person }) => {
    const { page } = await person();
    await page.clock.install();
    const order = await fetchOrder(page, await placeOrder(page, coin));
    // The chain's clock may be ahead of everybody's since an earlier test.
    await page.clock.setSystemTime(Date.parse(order.expiresAt) - offerSeconds * 1_000 + byMs);
    await page.reload();
    if (direction === "fast") await renew(page);
    await pay(page);
    await expectStatus(page, "deployed");
  });

test("a payment that came too late is explained, and can be taken back", async ({ person }) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await passTime(offerSeconds + 60);
  await raiseGasPrice(1_000);
  await payDirectly(wallet, order, BigInt(order.price));
  await expect(page.getByRole("heading", { name: "The payment came too late" })).toBeVisible();
  await expect(page.getByText("Today's price is higher than what was paid")).toBeVisible();
  await expect(payButton(page)).toBeHidden();
  await passTime(refundDelay);
  await page.getByRole("button", { name: /^Take back / }).click();
  await expectStatus(page, "refunded");
});

test("a payment that came too late and covers today's price buys the token", async ({ person }) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await passTime(offerSeconds + 60);
  await payDirectly(wallet, order, 2n * BigInt(order.price));
  await expectStatus(page, "deployed");
});

/** Asks for today's price. @returns the order as it is offered now */
async function renew(page: Page): Promise<Order> {
  const answered = page.waitForResponse(
    (response) => response.url().endsWith("/api/tokens") && response.request().method() === "POST",
  );
  await page.getByRole("button", { name: "Get today's price" }).click();
  return (await answered).json();
}

function payButton(page: Page) {
  return page.getByRole("button", { name: /^Pay / });
}

function ether({ price }: Order): string {
  return formatEther(BigInt(price));
}
