import type { Page } from "@playwright/test";
import type { Address } from "viem";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { chain, holdBlocks, passTime, releaseBlocks } from "../browser/browser-chain.ts";
import { TestWallet } from "../browser/browser-wallet.ts";
import {
  addressOf,
  buyerOf,
  deliverDirectly,
  expect,
  expectStatus,
  fetchOrder,
  fillOrder,
  pay,
  payDirectly,
  placeOrder,
  tamper,
  test,
  withoutStream,
} from "../browser/fixtures.ts";
import { toFormerCheckout } from "../browser/former-checkout.ts";

/** What a buyer can do without waiting for the server. */

const coin = { name: "Own Coin", symbol: "OWN", supply: "5000" };
const refundDelay = 3600;
const steps = ["paid", "locked", "read", "journaled", "broadcast", "mined", "verified"];

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("a payer whose token is not delivered takes the money back with one click", async ({
  person,
  holdDeploys,
}) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await holdDeploys();
  await pay(page);
  await expect(page.getByText(/wait for your token in the Checkout contract/)).toBeVisible();
  await passTime(refundDelay);
  await page.getByRole("button", { name: /^Take back / }).click();
  await expectStatus(page, "refunded");
  await expect(page.getByRole("heading", { name: "Your money is back" })).toBeVisible();
  await expect(page.getByText(/in the Checkout contract\./)).toBeHidden();
  expect(await openWei(order, wallet.address)).toBe(0n);
});

test("a payment that is too small is explained, and can be taken back", async ({ person }) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await payDirectly(wallet, order, BigInt(order.price) - 1n);
  await expect(page.getByRole("heading", { name: "The payment is too small" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Pay / })).toBeHidden();
  await passTime(refundDelay);
  await page.getByRole("button", { name: /^Take back / }).click();
  await expectStatus(page, "refunded");
  expect(await openWei(order, wallet.address)).toBe(0n);
});

test("who paid for a token that was made for somebody else's money gets theirs back", async ({
  person,
  holdDeploys,
}) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  const release = await holdDeploys();
  await pay(page);
  await expect(page.getByTestId("deploy-wait")).toBeVisible();
  const other = new TestWallet();
  await other.fund();
  await payDirectly(other, order, BigInt(order.price));
  await deliverDirectly(other, order);
  await release();
  await expectStatus(page, "deployed");
  await passTime(refundDelay);
  await expect(page.getByText(/were not taken for it/)).toBeVisible();
  await page.getByRole("button", { name: /^Take back / }).click();
  await expect(page.getByRole("region", { name: "Your money" })).toBeHidden();
  await expectStatus(page, "deployed");
  expect(await openWei(order, wallet.address)).toBe(0n);
});

test("while the server can't, the payer makes the token from their own wallet", async ({
  person,
  holdDeploys,
}) => {
  const { page, wallet } = await person();
  await page.clock.install();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await holdDeploys();
  await pay(page);
  await expect(page.getByTestId("deploy-wait")).toBeVisible();
  const button = page.getByRole("button", { name: "Make it yourself" });
  await expect(button).toBeHidden();
  // A step that the server comes to meanwhile begins the minute anew.
  await expect(async () => {
    await page.clock.fastForward(61_000);
    await expect(button).toBeVisible({ timeout: 3_000 });
  }).toPass();
  wallet.rejects = true;
  await button.click();
  await expect(page.getByText(/You declined in your wallet/)).toBeVisible();
  wallet.rejects = false;
  await button.click();
  await expect(page.getByRole("heading", { name: "Own Coin exists." })).toBeVisible();
  expect(await buyerOf(order)).toBe(wallet.address);
  // To read back what is there already the server needs no lock.
  await expectStatus(page, "deployed");
  await expect(stamp(page, "Checked")).toContainText("read back from the chain");
});

test("an order of a former Checkout is made by its payer there, and nobody is asked to pay for one", async ({
  person,
  holdDeploys,
}) => {
  const { page, wallet } = await person();
  await page.clock.install();
  const order = await toFormerCheckout(await fetchOrder(page, await placeOrder(page, coin)));
  await page.goto("/");
  await fillOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  const unpaid = await toFormerCheckout(await fetchOrder(page, addressOf(page)));
  await holdDeploys();
  await payDirectly(wallet, order, BigInt(order.price));
  await page.goto(`/tokens/${order.address}`);
  await expect(page.getByTestId("deploy-wait")).toBeVisible();
  const button = page.getByRole("button", { name: "Make it yourself" });
  await expect(async () => {
    await page.clock.fastForward(61_000);
    await expect(button).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await button.click();
  await expectStatus(page, "deployed");
  expect(await buyerOf(order)).toBe(wallet.address);

  await page.goto(`/tokens/${unpaid.address}`);
  await expect(page.getByRole("heading", { name: "This order is of an earlier version" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Pay / })).toBeHidden();
});

test("with no server at all the page makes the token, and says what the chain says", async ({
  person,
  holdDeploys,
}) => {
  const { page, wallet } = await person();
  await page.clock.install();
  await withoutStream(page);
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  await holdDeploys();
  await page.route("**/api/**", (route) => route.abort());
  await pay(page);
  await expect(page.getByTestId("deploy-wait")).toContainText("The server can't be reached");
  await page.clock.fastForward(61_000);
  await page.getByRole("button", { name: "Make it yourself" }).click();
  await expect(page.getByRole("heading", { name: "Own Coin exists." })).toBeVisible();
  await expect(stamp(page, "Deployed")).not.toContainText("not yet");
  await expect(stamp(page, "Checked")).toContainText("not yet");
  expect(await buyerOf(order)).toBe(wallet.address);
});

test("what the server has failed to deliver can be delivered by the payer at once", async ({
  person,
  holdDeploys,
}) => {
  const { page, wallet } = await person();
  await withoutStream(page);
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await holdDeploys();
  await page.route(`**/api/tokens/${order.address}*`, (route) =>
    tamper(route, { status: "failed", failure: "It reverted." }),
  );
  await payDirectly(wallet, order, BigInt(order.price));
  await expect(page.getByText("The network refused to make it.")).toBeVisible();
  await expect(page.getByText("It reverted.")).toBeHidden();
  await page.getByText("Details").click();
  await expect(page.getByText("It reverted.")).toBeVisible();
  await page.getByRole("button", { name: "Make it yourself" }).click();
  await expect(page.getByRole("heading", { name: "Own Coin exists." })).toBeVisible();
  expect(await buyerOf(order)).toBe(wallet.address);
});

test("a paid order shows the steps of its deploy, and is stamped for each in the end", async ({ person }) => {
  const { page } = await person();
  await placeOrder(page, coin);
  await holdBlocks();
  await pay(page);
  await expect(page.getByRole("heading", { name: "Your payment is on its way" })).toBeVisible();
  await chain.mine({ blocks: 1 });
  const lines = page.getByTestId("deploy-steps").getByRole("listitem");
  await expect(lines.nth(steps.indexOf("mined"))).toHaveAttribute("aria-current", "step");
  await expect(lines.nth(steps.indexOf("broadcast"))).toHaveAttribute("data-state", "done");
  await expect(lines.nth(steps.indexOf("verified"))).toHaveAttribute("data-state", "ahead");
  await releaseBlocks();
  await expectStatus(page, "deployed");
  for (const name of ["Ordered", "Paid", "Submitted", "Deployed", "Checked"])
    await expect(stamp(page, name)).not.toContainText("not yet");
});

function stamp(page: Page, name: string) {
  return page.getByTestId("receipt").getByRole("listitem").filter({ hasText: name });
}

async function openWei({ checkout, address }: Order, payer: Address): Promise<bigint> {
  const contract = { address: checkout, abi: checkoutAbi } as const;
  const [amountWei] = await chain.readContract({
    ...contract,
    functionName: "payment",
    args: [address, payer],
  });
  return amountWei;
}
