import type { Locator, Page } from "@playwright/test";
import type { Address } from "viem";
import { tokenAbi } from "#lib/shared/abi.ts";
import { chain } from "../browser/browser-chain.ts";
import { ContractWallet } from "../browser/contract-wallet.ts";
import { addressOf, connect, expect, expectStatus, pay, test } from "../browser/fixtures.ts";

/** The day after: what a token's owner and its holders do with it on its page. */

const other: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

test("an owner mints, pauses, lets go on, burns, delegates and gives the token away; visitors see it at once", async ({
  person,
}) => {
  test.setTimeout(120_000);
  const [owner, visitor] = [await person(), await person()];
  const { page } = owner;
  const address = await order(page, ["Burnable", "Mintable", "Pausable", "Votes"]);
  await visitor.page.goto(page.url());
  const seen = visitor.page.getByTestId("token-now");
  await expect(seen).toContainText("Supply1,000");
  await expect(visitor.page.getByTestId("manage")).toBeHidden();

  const mint = await open(page, "Mint more");
  await mint.getByLabel("How many to mint").fill("5,500");
  await mint.getByRole("button", { name: "Mint" }).click();
  await expect(mint).toContainText("This is too much: 1,000 MNG at most.");
  await mint.getByLabel("How many to mint").fill("500.5");
  await mint.getByRole("button", { name: "Mint" }).click();
  await expect(mint).toContainText("Minted.");
  await expect(page.getByTestId("token-now")).toContainText("Supply1,500.5");
  await expect(seen).toContainText("Supply1,500.5", { timeout: 25_000 });

  await act(page, "Pause", "Pause for everyone", "Paused.");
  // Closed, it is not offered any more; what came of it stays until the next act.
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeHidden();
  await expect(page.getByTestId("manage")).toContainText("Paused.");
  await expect(page.getByTestId("token-now")).toContainText("Transferspaused for everyone");
  await expect(page.getByRole("button", { name: "Burn", exact: true })).toBeHidden();
  await act(page, "Let transfers go on", "Let it go on", "can be moved again");
  await expect(page.getByTestId("manage")).not.toContainText("Paused.");

  await act(page, "Burn", "Burn", "Burned.", { "How many to burn": "0.5" });
  await act(page, "Delegate votes", "Delegate", "Delegated.");
  await giveAway(page);
  await expect(page.getByTestId("token-now")).toContainText(`Owner${other}`);
  await expect(page.getByRole("button", { name: "Mint more" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Burn", exact: true })).toBeVisible();
  await expectChain(address, owner.wallet.address);
});

test("a token that was given up has no owner, and that is not done by a slip", async ({ person }) => {
  const { page } = await person();
  await order(page, ["Pausable"]);
  const renounce = await open(page, "Give up ownership");
  const button = renounce.getByRole("button", { name: "Give up ownership for good" });
  await button.click();
  await expect(renounce).toContainText("Type MNG, in capitals and small letters as they are.");
  await renounce.getByLabel("Type MNG to confirm").fill("MNG");
  await button.click();
  await expect(renounce).toContainText("Given up.");
  await expect(page.getByTestId("token-now")).toContainText("Ownernobody any more");
  await expect(page.getByRole("button", { name: "Pause" })).toBeHidden();
});

test("what the wallet declines, and what the chain would refuse, sends nothing and says so", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const address = await order(page, ["Pausable"]);
  const pause = await open(page, "Pause");
  wallet.rejects = true;
  await pause.getByRole("button", { name: "Pause for everyone" }).click();
  await expect(pause).toContainText("You declined in your wallet.");
  wallet.rejects = false;
  // Somebody with the same key is quicker, in another window.
  await chain.waitForTransactionReceipt({
    hash: await wallet.client.writeContract({ address, abi: tokenAbi, functionName: "pause" }),
  });
  const prompts = wallet.prompts.length;
  await pause.getByRole("button", { name: "Pause for everyone" }).click();
  await expect(pause).toContainText("The token is paused, so nothing was sent.");
  expect(wallet.prompts).toHaveLength(prompts);
});

test("an address that is wrong is said in the form's own words, has the focus, and is judged anew as it changes", async ({
  person,
}) => {
  const { page } = await person();
  const address = await order(page, ["Pausable"]);
  const panel = await open(page, "Give ownership away");
  const button = panel.getByRole("button", { name: "Give ownership away", exact: true });
  const field = panel.getByLabel("New owner");
  await panel.getByLabel("Type MNG to confirm").fill("MNG");
  const said = [
    ["", "Enter a whole address: 0x and 40 characters"],
    [other.replace("0x7", "0x8"), "A character of this address is wrong"],
    [other.slice(0, -2), "This address is too short: 2 characters are missing."],
    [`0x${"0".repeat(40)}`, "Nobody has the zero address"],
    [`eth:${other}`, "eth: says that this address is meant for Ethereum"],
    ["vitalik.eth", "Names can't be looked up on Local demo chain: it has no ENS."],
  ] as const;
  for (const [text, words] of said) {
    await field.fill(text);
    await button.click();
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(new RegExp(`^${words}`));
  }
  await field.fill(other.slice(0, -1));
  await expect(field).toHaveAccessibleDescription(/1 character is missing/);
  await field.fill(` eip155:31337:${other} `);
  await expect(field).not.toHaveAttribute("aria-invalid", "true");
  await button.click();
  await expect(panel).toContainText("Given away.");
  expect(await chain.readContract({ address, abi: tokenAbi, functionName: "owner" })).toBe(other);
});

test("of several fields that are wrong the first has the focus", async ({ person }) => {
  const { page } = await person();
  await order(page, ["Mintable"]);
  const panel = await open(page, "Mint more");
  await panel.getByLabel("Who gets them").fill("me");
  await panel.getByRole("button", { name: "Mint", exact: true }).click();
  await expect(panel.getByLabel("How many to mint")).toBeFocused();
  await expect(panel.getByLabel("Who gets them")).toHaveAttribute("aria-invalid", "true");
});

test("what a contract wallet does is done once the token is so, though its hash is not the chain's", async ({
  person,
}) => {
  test.setTimeout(120_000);
  const wallet = new ContractWallet();
  const { page } = await person({}, wallet);
  await order(page, ["Mintable", "Pausable"], () => wallet.executeNext());
  const mint = await open(page, "Mint more");
  await mint.getByLabel("How many to mint").fill("500");
  await mint.getByRole("button", { name: "Mint" }).click();
  await expect(mint).toContainText("Sent.");
  await wallet.executeNext();
  await expect(mint).toContainText("Minted.");
  await expect(page.getByTestId("token-now")).toContainText("Supply1,500");
  const pause = await open(page, "Pause");
  await pause.getByRole("button", { name: "Pause for everyone" }).click();
  await wallet.executeNext();
  await expect(pause).toContainText("Paused.");
});

/**
 * Orders and pays for a token with these features, of which 1,000 are made and 2,000 may be where more can be minted.
 * @param thenPay what it takes beside a click
 */
async function order(page: Page, features: string[], thenPay = async () => {}): Promise<Address> {
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Managed");
  await page.getByLabel("Symbol").fill("MNG");
  await page.getByLabel("Supply").fill("1000");
  for (const feature of features) await page.getByLabel(new RegExp(`^${feature}`)).check();
  if (features.includes("Mintable")) await page.getByLabel(/^Cap/).fill("2000");
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await thenPay();
  await expectStatus(page, "deployed");
  return addressOf(page);
}

/** Opens one of the things to do. @returns what it holds */
async function open(page: Page, title: string): Promise<Locator> {
  await page.getByRole("button", { name: title, exact: true }).click();
  return page.getByRole("region", { name: title, exact: true });
}

async function act(
  page: Page,
  title: string,
  button: string,
  done: string,
  fields: Record<string, string> = {},
): Promise<void> {
  const panel = await open(page, title);
  for (const [label, value] of Object.entries(fields)) await panel.getByLabel(label).fill(value);
  await panel.getByRole("button", { name: button, exact: true }).click();
  await expect(panel).toContainText(done);
}

async function giveAway(page: Page): Promise<void> {
  const fields = { "New owner": ` ${other} `, "Type MNG to confirm": "MNG" };
  await act(page, "Give ownership away", "Give ownership away", "Given away.", fields);
}

async function expectChain(address: Address, former: Address): Promise<void> {
  const token = { address, abi: tokenAbi } as const;
  const units = 10n ** 18n;
  expect(await chain.readContract({ ...token, functionName: "totalSupply" })).toBe(1_500n * units);
  expect(await chain.readContract({ ...token, functionName: "getVotes", args: [former] })).toBe(
    1_500n * units,
  );
  expect(await chain.readContract({ ...token, functionName: "owner" })).toBe(other);
  expect(await chain.readContract({ ...token, functionName: "paused" })).toBe(false);
}
