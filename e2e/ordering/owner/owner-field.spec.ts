import { connect, expect, fetchOrder, addressOf, test } from "../../browser/fixtures.ts";

/** What may stand in the owner's field, and what is said where it is no owner. */

const owner = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

test("what is no owner is named in words, and the receipt shows nobody in its place", async ({ person }) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByRole("button", { name: "Advanced" }).click();
  const receipt = page.getByTestId("receipt");
  const field = page.getByRole("textbox", { name: "Owner" });
  await expect(receipt).toContainText(wallet.address);
  const said = [
    ["vitalik.eth", "Names can't be looked up on Local demo chain: it has no ENS."],
    [`eth:${owner}`, "eth: says that this address is meant for Ethereum"],
    [`coin:${owner}`, "coin: stands for no network that we know."],
    [owner.replace("0x7", "0x8"), "A character of this address is wrong"],
    [owner.slice(0, -2), "This address is too short: 2 characters are missing."],
    [`${owner}0`, "This address is too long: 1 character is too many."],
    [`0x${"0".repeat(40)}`, "Nobody has the zero address"],
    ["me", "Enter a whole address: 0x and 40 characters"],
  ] as const;
  for (const [text, words] of said) {
    await field.fill(text);
    await expect(page.getByText(words)).toBeVisible();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(receipt).not.toContainText(wallet.address);
  }
  await expect(page.getByText("Invalid input")).toHaveCount(0);
  await field.fill("");
  await expect(receipt).toContainText(wallet.address);
});

test("spaces around an owner and the prefix of its chain are taken off", async ({ person }) => {
  const { page } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Prefixed Coin");
  await page.getByLabel("Symbol").fill("PREF");
  await page.getByLabel("Supply").fill("1000");
  await page.getByRole("button", { name: "Advanced" }).click();
  const field = page.getByRole("textbox", { name: "Owner" });
  await field.fill(`  ${owner.toLowerCase()} `);
  await expect(page.getByTestId("receipt")).toContainText(owner);
  await field.fill(` eip155:31337:${owner}`);
  await expect(field).not.toHaveAttribute("aria-invalid", "true");
  await expect(page.getByTestId("receipt")).toContainText(owner);
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  expect((await fetchOrder(page, addressOf(page))).owner).toBe(owner);
});
