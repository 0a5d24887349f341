import { tokenAbi } from "#lib/shared/abi.ts";
import { shortAddress } from "#app/_receipt/format.ts";
import { chain, holdBlocks, releaseBlocks } from "../browser/browser-chain.ts";
import {
  addressOf,
  buyerOf,
  connect,
  expect,
  expectStatus,
  fetchOrder,
  pay,
  placeOrder,
  test,
} from "../browser/fixtures.ts";
import { keepFromChain } from "../browser/keep-from-chain.ts";

/** A wallet that goes over to another account of its person's in the middle: nothing is asked of the one before. */

const TRYING = "Trying it on the network…";
const NOT_ANY_MORE = "not at the account any more";

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("after a change of account nobody pays from the one before, and it can be gone back to", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const address = await placeOrder(page, { name: "Two Accounts", symbol: "TWO", supply: "1000" });
  const orderer = wallet.account;
  const payment = page.getByRole("button", { name: /^Pay / });
  await expect(payment).toBeVisible();

  await wallet.changeAccount(page);
  const other = wallet.account;
  await expect(page.getByRole("button", { name: `Account ${shortAddress(other.address)}` })).toBeVisible();
  await expect(page.getByText(`connected as ${shortAddress(other.address)}`)).toBeVisible();
  await expect(payment).toBeHidden();
  // What the other one lacks is not what it takes to pay.
  await expect(page.getByText(/^This wallet holds/)).toBeHidden();

  await wallet.changeAccount(page, orderer);
  await expect(payment).toBeVisible();
  const silence = Promise.withResolvers<void>();
  const bringBack = await keepFromChain(page, wallet, silence.promise);
  await payment.click();
  await expect(page.getByRole("button", { name: TRYING })).toBeVisible();
  await wallet.changeAccount(page, other);
  silence.resolve();
  const alert = page.getByRole("alert").filter({ hasText: NOT_ANY_MORE });
  await expect(alert).toContainText("nothing was sent");
  expect(wallet.prompts).toEqual([]);
  await bringBack();

  await wallet.changeAccount(page, orderer);
  await pay(page);
  await expectStatus(page, "deployed");
  expect(await buyerOf(await fetchOrder(page, address))).toBe(orderer.address);
});

test("after a change of account what came of an act is still told, as the other one's, and none is done for it", async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Handed On");
  await page.getByLabel("Symbol").fill("HAND");
  await page.getByLabel("Supply").fill("1000");
  await page.getByLabel(/^Pausable/).check();
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await expectStatus(page, "deployed");
  const owner = wallet.account;
  const manage = page.getByTestId("manage");

  await manage.getByRole("button", { name: "Pause", exact: true }).click();
  await holdBlocks();
  await manage.getByRole("button", { name: "Pause for everyone" }).click();
  await expect(manage).toContainText("Sent.");
  await wallet.changeAccount(page);
  const other = wallet.account;
  await expect(manage).toContainText(`Pause, by ${shortAddress(owner.address)}:`);
  await expect(manage).toContainText("Sent.");
  await expect(manage).not.toContainText("Your wallet owns this token");
  await expect(manage.getByRole("button")).toHaveCount(0);
  await releaseBlocks();
  await expect(manage).toContainText("Paused.");

  await wallet.changeAccount(page, owner);
  await expect(manage).toContainText("Your wallet owns this token");
  await manage.getByRole("button", { name: "Let transfers go on" }).click();
  const prompts = wallet.prompts.length;
  const silence = Promise.withResolvers<void>();
  await keepFromChain(page, wallet, silence.promise);
  await manage.getByRole("button", { name: "Let it go on" }).click();
  await expect(manage.getByRole("button", { name: TRYING })).toBeVisible();
  await wallet.changeAccount(page, other);
  silence.resolve();
  await expect(manage.getByRole("alert").filter({ hasText: NOT_ANY_MORE })).toBeVisible();
  expect(wallet.prompts).toHaveLength(prompts);
  const token = { address: addressOf(page), abi: tokenAbi } as const;
  expect(await chain.readContract({ ...token, functionName: "paused" })).toBe(true);
});
