import { expect, fetchOrder, placeOrder, submitOrder, test } from "../browser/fixtures.ts";

/** What the numbers of a token may be entered as, and what is said about them. */

test("a supply is taken with marks between its groups, and shown with them and in words", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  const supply = page.getByLabel("Supply");
  for (const text of ["21 000 000", "21_000_000", "２１，０００，０００", "0021000000", " 21,000,000 "]) {
    await supply.fill(text);
    await supply.blur();
    await expect(supply).toHaveValue("21,000,000");
    await expect(supply).not.toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText("That is 21 million.")).toBeVisible();
    await expect(page.getByTestId("receipt")).toContainText("21,000,000");
  }
  await supply.fill("1,5");
  await supply.blur();
  await expect(supply).toHaveAttribute("aria-invalid", "true");
  await page.reload();
  await expect(supply).toHaveValue("1,5");
  await supply.fill("1,000,000.5");
  await page.reload();
  await expect(supply).toHaveValue("1,000,000.5");
});

test("what is ordered is the number that was meant", async ({ person }) => {
  const { page } = await person();
  const address = await placeOrder(page, { name: "Marked Coin", symbol: "MARK", supply: "2 500 000.5" });
  expect((await fetchOrder(page, address)).supply).toBe("2500000.5");
});

test("decimals that are not digits, or are left out, order nothing", async ({ person }) => {
  const { page } = await person();
  await submitOrder(page, { name: "Odd Coin", symbol: "ODD", supply: "" });
  await page.getByLabel("Supply").fill("1000");
  const decimals = page.getByLabel("Decimals");
  for (const text of [" ", "", "0x12", "1e1", "0b11", "-0", "+5", "１．０", "19", "1.0"]) {
    await decimals.fill(text);
    await expect(decimals).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText("Decimals must be a whole number from 0 to 18.")).toBeVisible();
    await page.getByRole("button", { name: "Place order" }).click();
  }
  expect(new URL(page.url()).pathname).toBe("/");
  for (const text of [" 8 ", "８"]) {
    await decimals.fill(text);
    await decimals.blur();
    await expect(decimals).toHaveValue("8");
  }
  await expect(decimals).not.toHaveAttribute("aria-invalid", "true");
});

test("what few decimals, a huge supply and a long symbol mean is said, and holds nobody up", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await page.getByLabel("Decimals").fill("0");
  await expect(page.getByText("this token can't be divided")).toBeVisible();
  await page.getByLabel("Decimals").fill("2");
  await expect(page.getByText("nobody can hold or send less than 0.01")).toBeVisible();
  await page.getByLabel("Decimals").fill("18");
  await page.getByLabel("Supply").fill("10,000,000,000,000,000");
  await expect(page.getByText("count at most 5,192,296,858,534,827 of this token")).toBeVisible();
  await page.getByLabel("Symbol").fill("🚀".repeat(6));
  await expect(page.getByText("Wallets count 12 characters in this symbol")).toBeVisible();
  await placeOrder(page, { name: "Rocket Coin", symbol: "🚀".repeat(6), supply: "1" });
});
