import { expect, submitOrder, test } from "../browser/fixtures.ts";
import { testParts } from "../browser/test-parts.ts";

/** Who runs a server, and what a price is worth, where that is configured; nothing of it where it is not. */

const { queueUrl } = testParts();

test("an operator is named in the footer and on receipts, in their own words", async ({ person }) => {
  const { page } = await person({ baseURL: queueUrl });
  await page.goto("/");
  const footer = page.getByRole("contentinfo");
  await expect(footer).toContainText("This server is run by Example Mint <Ltd>.");
  await expect(footer.getByRole("link", { name: "Example Mint <Ltd>" })).toHaveAttribute(
    "href",
    "https://mint.example/",
  );
  await expect(footer.getByRole("link", { name: "Terms" })).toHaveAttribute(
    "href",
    "https://mint.example/terms",
  );
  await expect(footer.getByRole("link", { name: "help@mint.example" })).toHaveAttribute(
    "href",
    "mailto:help@mint.example",
  );
  await expect(page.getByTestId("receipt")).toContainText("Issued by Example Mint <Ltd>");
});

test("beside a total stands what it is about worth, on the form and on the order", async ({ person }) => {
  const { page } = await person({ baseURL: queueUrl });
  await page.goto("/");
  // 0.01 ETH and some gas, at 3000 USD.
  const estimate = /about 3\d\.\d\d USD/;
  await expect(page.getByTestId("receipt")).toContainText(estimate);
  await submitOrder(page, { name: "Dear Coin", symbol: "DEAR", supply: "1000" });
  await page.waitForURL(/\/tokens\/0x/);
  await expect(page.getByTestId("receipt")).toContainText(estimate);
  await expect(page.getByTestId("receipt")).toContainText("Issued by Example Mint <Ltd>");
});

test("where nothing is configured nothing is said", async ({ person }) => {
  const { page } = await person();
  await page.goto("/");
  await expect(page.getByTestId("receipt")).toContainText(/Total.*ETH/i);
  await expect(page.getByText(/\bUSD\b|Issued by|is run by/)).toHaveCount(0);
});
