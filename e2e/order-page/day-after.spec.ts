import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { getContractAddress } from "viem";
import { z } from "zod";
import { expect, expectStatus, pay, placeOrder, test } from "../browser/fixtures.ts";
import { readCode } from "../browser/read-code.ts";

/** What a token's page is to those who come back to it, and to those who are sent a link to it. */

const coin = { name: "铜钱 🚀 Penny", symbol: "铜", supply: "1000000" };
const hex = z.templateLiteral(["0x", z.string()]);

test("the address is copied, read by a camera, shared by link and saved with all that proves it", async ({
  person,
}) => {
  const { page } = await person({ permissions: ["clipboard-read", "clipboard-write"] });
  const address = await order(page);
  await page.getByRole("button", { name: "Copy address", exact: true }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);

  await page.getByRole("button", { name: "QR code" }).click();
  const dialog = page.getByRole("dialog", { name: "Address of 铜" });
  await expect(dialog.getByRole("img", { name: "QR code of the token's address" })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await readCode(dialog.getByRole("img")), colorScheme).toBe(address);
  }
  await expect(dialog).toContainText(address);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "QR code" })).toBeFocused();

  await page.evaluate(() => Object.defineProperty(navigator, "canShare", { value: undefined }));
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("button", { name: "Link copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe(`receipt-${address}.json`);
  const { create2, token } = z
    .object({
      create2: z.object({ checkout: hex, salt: hex, initcode: hex }),
      token: z.object({ name: z.string() }),
    })
    .parse(JSON.parse(await readFile(await file.path(), "utf8")));
  const { checkout, salt, initcode } = create2;
  expect(getContractAddress({ opcode: "CREATE2", from: checkout, salt, bytecode: initcode })).toBe(address);
  expect(token.name).toBe(coin.name);
});

test("on paper it is one page, without a button", async ({ person }) => {
  const { page } = await person({ colorScheme: "dark" });
  await order(page);
  await page.emulateMedia({ media: "print" });
  for (const format of ["A4", "Letter"]) {
    const pdf = await page.pdf({ format });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  }
  await expect(page.getByTestId("receipt")).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
});

test("where it is linked to it has a picture of its own, whatever it is called", async ({ person }) => {
  const { page } = await person();
  await order(page);
  const image = await page.locator('meta[property="og:image"]').getAttribute("content");
  await expect(page.locator('meta[property="og:title"]')).toHaveAttribute("content", "铜钱 🚀 Penny (铜)");
  const response = await page.request.get(new URL(image ?? "").pathname);
  expect(response.headers()["content-type"]).toBe("image/png");
  expect((await response.body()).toString("hex", 0, 8)).toBe("89504e470d0a1a0a");
  const missing = await page.request.get(`/tokens/0x${"1".repeat(40)}/opengraph-image`);
  expect(missing.status()).toBe(404);
});

test("to somebody else it says what it is, and asks nothing of them", async ({ person }) => {
  const { page } = await person();
  await order(page);
  await expect(page.getByRole("heading", { name: "What now" })).toBeVisible();
  await expect(page.getByText(/That a source is published is something else/)).toBeVisible();
  const { page: visitor } = await person();
  await visitor.goto(page.url());
  await expect(visitor.getByRole("heading", { name: "铜钱 🚀 Penny (铜)" })).toBeVisible();
  await expect(visitor.getByText(/This is an ERC-20 token on Local demo chain/)).toBeVisible();
  await expect(visitor.getByRole("heading", { name: "What now" })).toBeHidden();
  await expect(visitor.getByRole("main")).not.toContainText(/your token\b/i);
});

async function order(page: Page) {
  const address = await placeOrder(page, coin);
  await pay(page);
  await expectStatus(page, "deployed");
  await expect(page.getByRole("button", { name: "Download" })).toBeVisible();
  return address;
}
