import { addressOf, connect, expect, expectStatus, pay, test } from "../browser/fixtures.ts";

/** An address of one's choice, which the browser finds by itself. */

declare global {
  interface Window {
    /** What a region has had read aloud. */
    announced: string[];
  }
}

test("a token gets an address that begins and ends as its orderer wanted", async ({ person }) => {
  const { page } = await person();
  const asked: string[] = [];
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Vain Coin");
  await page.getByLabel("Symbol").fill("VAIN");
  await page.getByLabel("Supply").fill("1000000");
  const shown = page.getByTestId("token-address");
  await expect(shown).toHaveText(/^0x[0-9a-fA-F]{40}$/);
  await page.getByRole("button", { name: "An address of your choice" }).click();
  const search = page.getByRole("button", { name: "Look for it" });
  await expect(search).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Begins with").fill("0xC0");
  await page.getByLabel("Ends with").fill("7");
  await expect(page.getByText("That takes some 4,096 tries.")).toBeVisible();
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await search.click();
  await expect(page.getByText("Found. The receipt shows it.")).toBeVisible();
  // The server is asked for the price of what was found, and for nothing before.
  expect(asked.filter((path) => path.startsWith("/api/") && path !== "/api/quote")).toEqual([]);
  await expect(shown).toHaveText(/^0xc0[0-9a-f]{37}7$/i);
  const address = await shown.textContent();

  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  expect(addressOf(page)).toBe(address);
  await pay(page);
  await expectStatus(page, "deployed");
});

test("a search that takes too long is stopped, and what can't be searched for is said", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Patient Coin");
  await page.getByLabel("Symbol").fill("WAIT");
  await page.getByLabel("Supply").fill("1000000");
  await page.getByRole("button", { name: "An address of your choice" }).click();
  await page.getByLabel("Begins with").fill("xyz");
  await expect(page.getByText("Only 0 to 9 and a to f, 5 at most in all.").first()).toBeVisible();
  await page.getByLabel("Begins with").fill("00000");
  await page.getByRole("button", { name: "Look for it" }).click();
  await expect(page.getByText(/tried\. About/)).toBeVisible();
  await page.getByRole("button", { name: "Stop looking" }).click();
  await expect(page.getByRole("button", { name: "Look for it" })).toBeVisible();
});

test("a search is for what stands in the form: once that changes it is over, and so is what it has found", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Restless Coin");
  await page.getByLabel("Symbol").fill("REST");
  await page.getByLabel("Supply").fill("1000000");
  await page.getByRole("button", { name: "An address of your choice" }).click();
  const search = page.getByRole("button", { name: "Look for it" });
  const found = page.getByText("Found. The receipt shows it.");
  await page.getByLabel("Begins with").fill("00000");
  await search.click();
  await expect(page.getByText(/tried\. About/)).toBeVisible();
  await page.getByLabel("Supply").fill("2000000");
  await expect(search).toBeVisible();
  await page.getByLabel("Supply").fill("1000000");
  await expect(search).toHaveAttribute("aria-disabled", "false");
  await expect(page.getByText(/tried\. About/)).toBeHidden();

  await page.getByLabel("Begins with").fill("c0");
  await search.click();
  await expect(found).toBeVisible();
  await expect(page.getByTestId("token-address")).toHaveText(/^0xc0/i);
  await page.getByLabel("Supply").fill("3000000");
  await expect(found).toBeHidden();
  await page.getByLabel("Supply").fill("1000000");
  await expect(found).toBeHidden();
});

test("of a search its begin and its end are read aloud, and not each of its thousands of tries", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Quiet Coin");
  await page.getByLabel("Symbol").fill("HUSH");
  await page.getByLabel("Supply").fill("1000000");
  await page.getByRole("button", { name: "An address of your choice" }).click();
  await page.getByLabel("Begins with").fill("c0de");
  const search = page.getByRole("button", { name: "Look for it" });
  await expect(search).toHaveAttribute("aria-disabled", "false");
  await search.evaluate(watchStatus);
  await search.click();
  await expect(page.getByText("Found. The receipt shows it.")).toBeVisible({ timeout: 40_000 });
  expect(await page.evaluate(() => window.announced)).toEqual(["Looking…", "Found. The receipt shows it."]);
});

/** Runs in the page. Notes what the live region after a button has read aloud. */
function watchStatus(button: Element): void {
  const region = button.parentElement?.querySelector("[role=status]");
  window.announced = [];
  if (!region) return;
  new MutationObserver(() => {
    const text = region.textContent;
    if (text && text !== window.announced.at(-1)) window.announced.push(text);
  }).observe(region, { childList: true, subtree: true, characterData: true });
}
