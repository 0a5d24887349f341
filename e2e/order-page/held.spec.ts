import type { Page } from "@playwright/test";
import { parseEther, type Address } from "viem";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { chain, passTime, raiseGasPrice } from "../browser/browser-chain.ts";
import { buyerOf, expect, expectStatus, fetchOrder, pay, placeOrder, test } from "../browser/fixtures.ts";

/** What a person sees of an order that is not worth its gas, and of a server that could not deliver. */

const coin = { name: "Patient Coin", symbol: "WAIT", supply: "5000" };
const refundDelay = 3600;

// Whoever comes next is to find the prices that they are used to.
test.afterEach(() => raiseGasPrice(1));

test("while gas costs a hundred times what was paid the order waits, and is delivered by itself once it has fallen", async ({
  person,
}) => {
  const { page } = await person();
  const address = await placeOrder(page, coin);
  await payAtAHundredTimesTheGas(page);
  await expect(page.getByRole("heading", { name: "Waiting for cheaper gas" })).toBeVisible();
  const slip = page.getByTestId("hold");
  await expect(slip).toContainText("You paid");
  const { hold, status } = await fetchOrder(page, address);
  expect(status).toBe("paid");
  expect(BigInt(hold?.cost ?? 0)).toBeGreaterThan(10n * BigInt(hold?.paid ?? 0));
  await page.reload();
  await expect(page.getByRole("button", { name: "Make it yourself" })).toBeVisible();
  await expect(page.getByText(/you can take the money back from/)).toBeVisible();
  await raiseGasPrice(1);
  await expectStatus(page, "deployed");
  await expect(page.getByRole("heading", { name: "Patient Coin exists." })).toBeVisible();
  expect((await fetchOrder(page, address)).hold).toBeNull();
});

test("who does not want to wait for cheaper gas makes the token themselves", async ({ person }) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await payAtAHundredTimesTheGas(page);
  await page.getByRole("button", { name: "Make it yourself" }).click();
  await expect(page.getByRole("heading", { name: "Patient Coin exists." })).toBeVisible();
  await expectStatus(page, "deployed");
  expect(await buyerOf(order)).toBe(wallet.address);
});

test("who does not want to wait for cheaper gas takes the money back", async ({ person }) => {
  const { page } = await person();
  await placeOrder(page, coin);
  await payAtAHundredTimesTheGas(page);
  await passTime(refundDelay);
  await raiseGasPrice(100);
  await page.getByRole("button", { name: /^Take back / }).click();
  await expectStatus(page, "refunded");
});

test("while the server could not deliver, no money is asked for; nor is an order taken", async ({
  person,
}) => {
  const { page } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  const orderPage = page.url();
  const deployer = await deployerOf(order);
  const balance = await chain.getBalance({ address: deployer });
  try {
    await chain.setBalance({ address: deployer, value: 0n });
    await page.reload();
    await expect(page.getByRole("heading", { name: "It can't be paid just now" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Pay / })).toBeHidden();

    await page.goto("/");
    await page.getByLabel("Name").fill(coin.name);
    await page.getByLabel("Symbol").fill(coin.symbol);
    await page.getByLabel("Supply").fill(coin.supply);
    await expect(page.getByText(/This server takes no orders just now/)).toBeVisible();
    await page.getByRole("button", { name: "Place order" }).click();
    await expect(page.getByText(/This server takes no orders just now/)).toBeVisible();
    expect(page.url()).not.toContain("/tokens/");
  } finally {
    await chain.setBalance({ address: deployer, value: balance + parseEther("1") });
  }
  await page.goto(orderPage);
  await pay(page);
  await expectStatus(page, "deployed");
});

async function payAtAHundredTimesTheGas(page: Page): Promise<void> {
  await raiseGasPrice(100);
  await pay(page);
  const held = page.getByRole("heading", { name: "Waiting for cheaper gas" });
  // Blocks that are nearly empty make it cheaper again, an eighth each.
  while (!(await held.isVisible())) await raiseGasPrice(100);
}

/** The account that the server delivers with: on a local chain the Checkout's earnings go to it too. */
function deployerOf({ checkout }: Order): Promise<Address> {
  return chain.readContract({ address: checkout, abi: checkoutAbi, functionName: "treasury" });
}
