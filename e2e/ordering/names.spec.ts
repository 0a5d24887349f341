import { expect, placeOrder, test } from "../browser/fixtures.ts";

/** What names are refused for, and what is only said about them. */

test("a name of blanks is refused under its field, in words", async ({ person }) => {
  const { page } = await person();
  await page.goto("/");
  const name = page.getByLabel("Name");
  await name.fill("Copper\u2800Penny");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("The name may contain no blank but the plain space.")).toBeVisible();
  await name.fill("🧑‍🚀 Penny");
  await expect(name).not.toHaveAttribute("aria-invalid", "true");
});

test("a symbol that looks like a well-known coin is pointed out on form and pay page, and can be ordered", async ({
  person,
}) => {
  const { page } = await person();
  const words = "USD\u0422 looks like USDT. Wallets and exchanges may take it for an imitation";
  await page.goto("/");
  await expect(page.getByText("for an imitation")).toBeHidden();
  await page.getByLabel("Symbol").fill("USD\u0422");
  await expect(page.getByText(words)).toBeVisible();
  await page.getByLabel("Symbol").fill("PENNY");
  await expect(page.getByText(words)).toBeHidden();
  await placeOrder(page, { name: "Copper Penny", symbol: "USD\u0422", supply: "1000" });
  await expect(page.getByText(words)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Pay / })).toBeEnabled();
});

test("a symbol that this server does not make is refused under its field before anything is ordered", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  const symbol = page.getByLabel("Symbol");
  await symbol.fill("D\u0415NIED");
  await expect(symbol).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText(/^This server makes no token with this symbol/)).toBeVisible();
  await symbol.fill("PENNY");
  await expect(symbol).not.toHaveAttribute("aria-invalid", "true");
});

test("what the server has refused stays marked as long as it stands there, and is not ordered", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await page.getByLabel("Name").fill("Copper Penny");
  await page.getByLabel("Supply").fill("1000");
  const symbol = page.getByLabel("Symbol");
  const words = page.getByText(/^This server makes no token with this symbol/);
  await symbol.fill("DENIED");
  await expect(words).toBeVisible();
  await symbol.press("Tab");
  await page.getByLabel("Supply").fill("2000");
  await page.getByLabel("Supply").press("Tab");
  await expect(page.getByTestId("receipt")).toContainText("2,000");
  await expect(words).toBeVisible();
  await expect(symbol).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: "Place order" }).click();
  await expect(page.getByText("Something is not right with the symbol. Nothing was ordered.")).toBeVisible();
  await expect(symbol).toBeFocused();
  await symbol.fill("PENNY");
  await symbol.press("Tab");
  await expect(words).toBeHidden();
  await expect(symbol).not.toHaveAttribute("aria-invalid", "true");
});
