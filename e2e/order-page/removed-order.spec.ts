import { readFile } from "node:fs/promises";
import pg from "pg";
import { expect, expectStatus, pay, placeOrder, test } from "../browser/fixtures.ts";
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

test("a paid order that the server has lost goes on once its receipt is handed in, by anybody", async ({
  person,
  holdDeploys,
}) => {
  const { page } = await person();
  const address = await placeOrder(page, { name: "Lost and found", symbol: "LAF", supply: "7" });
  const release = await holdDeploys();
  await pay(page);
  await expect(page.getByTestId("deploy-wait")).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const receipt = await readFile(await (await saved).path());
  await page.close();
  await remove(address);

  const { page: another } = await person();
  await another.goto(`/tokens/${address}`);
  const input = another.getByLabel(/kept its receipt\?/);
  const name = "receipt.json";
  await input.setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from("{}") });
  await expect(another.getByText("This file is no receipt of an order.")).toBeVisible();
  const former = receipt.toString().replace(/"initcode": "0x..../, '"initcode": "0x0000');
  await input.setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(former) });
  await expect(another.getByText(/^This receipt is of another version/)).toBeVisible();
  await input.setInputFiles({ name, mimeType: "application/json", buffer: receipt });
  await expectStatus(another, "paid");
  await release();
  await expectStatus(another, "deployed");
  expect(another.url()).toContain(address);
});

/** As the sweep does after `UNPAID_DAYS`, or a backup that is too old. */
async function remove(address: string): Promise<void> {
  const client = new pg.Client(testParts().databaseUrl);
  await client.connect();
  for (const table of ["progress", "transactions"])
    await client.query(`delete from ${table} where order_id in (select id from orders where address = $1)`, [
      address,
    ]);
  await client.query("delete from orders where address = $1", [address]);
  await client.end();
}
