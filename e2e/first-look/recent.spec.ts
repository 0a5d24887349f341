import { expect, expectStatus, fillOrder, pay, placeOrder, test } from "../browser/fixtures.ts";
import { expectToFit } from "../browser/reading.ts";

test("what was made last is shown to anybody, and what is only ordered is not", async ({
  person,
  browser,
  baseURL,
}) => {
  const { page } = await person();
  const hostile = `<img src=x onerror=alert(1)> ${"W".repeat(30)}`;
  await placeOrder(page, { name: "Never Paid", symbol: "NVR", supply: "1000" });
  await page.goto("/");
  await fillOrder(page, { name: hostile, symbol: "USDT", supply: "1000" });
  await pay(page);
  await expectStatus(page, "deployed");
  await page.goto("/tokens");
  await page.getByRole("link", { name: "See what others had made here" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Recent tokens");
  const first = page.getByRole("main").getByRole("listitem").first();
  await expect(first).toContainText(hostile);
  await expect(first).toContainText("Its name may be taken for another one.");
  await expect(page.getByText("Never Paid")).toHaveCount(0);
  await expectToFit(page);

  // It is the server's own page: nobody needs a script to read it.
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const reader = await plain.newPage();
  await reader.goto("/tokens/recent");
  await expect(reader.getByText(hostile).first()).toBeVisible();
  await reader.goto("/tokens/recent?before=1");
  await expect(reader.getByText("There is nothing older.")).toBeVisible();
  await reader.goto("/tokens/recent?before=junk");
  await expect(reader.getByText(hostile).first()).toBeVisible();
  await plain.close();
});
