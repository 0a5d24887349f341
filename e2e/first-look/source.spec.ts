import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { connect, expect, test } from "../browser/fixtures.ts";
import { expectToFit } from "../browser/reading.ts";

/** The Solidity of what is about to be bought. */

test("the source, the ABI and the constructor's arguments are those of the token in the form", async ({
  person,
}) => {
  const { page, wallet } = await person({ permissions: ["clipboard-read", "clipboard-write"] });
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Copper Penny");
  await page.getByLabel("Supply").fill("1000");
  expect(loaded.filter((path) => path.startsWith("/api/contracts"))).toEqual([]);

  await page.getByRole("button", { name: "Solidity and ABI of this token" }).click();
  await expect(codeOf(page)).toContainText("contract Token is TokenBase {");
  await expect(
    page.getByText(/^The contract Token: .*solc 0\.8\.37\+commit.* 200 runs via IR/),
  ).toBeVisible();
  const given = page.getByRole("region", { name: "What the constructor is given" });
  await expect(given).toContainText('"Copper Penny"');
  await expect(given).toContainText(`1${"0".repeat(21)}`);
  await expect(given).toContainText(wallet.address);
  await expect(given).not.toContainText("cap");

  await page.getByRole("checkbox", { name: /^Mintable/ }).check();
  await expect(codeOf(page)).toContainText("contract TokenMintable is TokenBase, OwnerMintable {");
  await page.getByLabel(/^Cap/).fill("2000");
  await expect(codeOf(page)).toContainText("contract TokenCapped is");
  await expect(given).toContainText(`2${"0".repeat(21)}`);
  await page
    .getByLabel("Solidity file")
    .selectOption({ label: "@openzeppelin/contracts@5.7.0/token/ERC20/ERC20.sol" });
  await expect(codeOf(page)).toContainText("abstract contract ERC20 is");
  await expectToFit(page);

  await page.getByRole("tab", { name: "Solidity" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(codeOf(page)).toContainText('"name": "mint"');
  await page.getByRole("button", { name: "Copy TokenCapped.abi.json" }).click();
  const abi: { name?: string }[] = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(abi.map(({ name }) => name)).toContain("cap");
});

test("what is downloaded is all that the compiler takes", async ({ person }) => {
  const { page } = await person();
  await page.goto("/");
  await page.getByRole("button", { name: "Solidity and ABI of this token" }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download everything the compiler needs" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("Token.standard-input.json");
  const input: unknown = JSON.parse(await readFile(await saved.path(), "utf8"));
  const { input: served } = await (await page.request.get("/api/contracts/Token")).json();
  // Compiled, it is the token's code: lib/checkout/contract-source.test.ts.
  expect(input).toEqual(served);
  expect((await page.request.get("/api/contracts/TokenBase")).status()).toBe(404);
});

function codeOf(page: Page) {
  return page.getByRole("tabpanel").getByRole("region");
}
