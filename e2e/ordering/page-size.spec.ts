import { measureSize, scriptLimits } from "../pages/page-size.ts";
import { expect, expectStatus, pay, placeOrder, test } from "../browser/fixtures.ts";

test("the form and an order's page weigh no more than they may", async ({ person, browser }) => {
  const { page: ordering } = await person();
  await placeOrder(ordering, { name: "Light Coin", symbol: "LIGHT", supply: "1000" });
  const { origin, pathname } = new URL(ordering.url());
  const sizeOf = async (path: string) => {
    const context = await browser.newContext();
    try {
      return await measureSize(await context.newPage(), origin + path);
    } finally {
      await context.close();
    }
  };
  expect((await sizeOf("/")).scripts).toBeLessThanOrEqual(scriptLimits.form);
  expect((await sizeOf(pathname)).scripts).toBeLessThanOrEqual(scriptLimits.order);
  await pay(ordering);
  await expectStatus(ordering, "deployed");
  expect((await sizeOf(pathname)).scripts).toBeLessThanOrEqual(scriptLimits.order);
});
