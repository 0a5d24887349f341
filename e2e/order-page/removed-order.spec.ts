import pg from "pg";
import { expect, expectStatus, placeOrder, test } from "../browser/fixtures.ts";
import { testParts } from "../browser/test-parts.ts";

test("an order that was removed unpaid can be placed again where it was ordered, at the same address", async ({
  person,
}) => {
  const { page } = await person();
  const address = await placeOrder(page, { name: "Forgotten", symbol: "FORG", supply: "7" });
  await remove(address);
  await page.reload();
  await expect(page.getByRole("heading", { name: "No receipt for this address" })).toBeVisible();
  await page.getByRole("button", { name: "Order it again" }).click();
  await expectStatus(page, "awaiting_payment");
  expect(page.url()).toContain(address);

  const { page: another } = await person();
  await remove(address);
  await another.goto(`/tokens/${address}`);
  await expect(another.getByRole("heading", { name: "No receipt for this address" })).toBeVisible();
  await expect(another.getByRole("button", { name: "Order it again" })).toBeHidden();
});

/** As the sweep does after `UNPAID_DAYS`. */
async function remove(address: string): Promise<void> {
  const client = new pg.Client(testParts().databaseUrl);
  await client.connect();
  await client.query("delete from orders where address = $1", [address]);
  await client.end();
}
