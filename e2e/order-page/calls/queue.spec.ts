import type { Page } from "@playwright/test";
import { tokenAbi } from "#lib/shared/abi.ts";
import { chain, holdBlocks, releaseBlocks } from "../../browser/browser-chain.ts";
import { addressOf, connect, expect, expectStatus, fillOrder, pay, test } from "../../browser/fixtures.ts";
import { testParts } from "../../browser/test-parts.ts";

/** What people see who wait in a queue. One account, and one delivery in a block: so each waits for those before. */

const serverUrl = testParts().queueUrl;
const PLACE = "data-before";

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("three people see their places fall and get their own tokens, and their pages ask for nothing meanwhile", async ({
  person,
}) => {
  test.setTimeout(180_000);
  const people = [await person(), await person(), await person()];
  for (const [index, { page }] of people.entries()) await order(page, symbolOf(index));
  const pages = people.map(({ page }) => page);
  const addresses = pages.map(addressOf);
  const asked = pages.map(recordAsking);

  await holdBlocks();
  for (const page of pages) await payInDemoWallet(page);
  await mineOnce(pages.length);
  const [first, second, third] = await inTheirOrder(pages);
  const places = await recordPlaces(third);
  await expect(statusIn(third, "2 orders are before yours")).toBeAttached();
  await expect(statusIn(second, "1 order is before yours")).toBeAttached();
  await expect(first.getByRole("heading", { name: "Making your token" })).toBeVisible();
  await seeItAgain(third, "2 orders before it");

  await mineOnce(1);
  await expectStatus(first, "deployed");
  await expect(statusIn(third, "1 order is before yours")).toBeAttached();
  await mineOnce(1);
  await expectStatus(second, "deployed");
  await mineOnce(1);
  await expectStatus(third, "deployed");
  expect(await places()).toMatch(/^2 1( 0)?$/);
  // More than once where the node that the server asks was a block behind.
  for (const each of asked) expect(new Set(each)).toEqual(new Set(["POST /api/deploy"]));
  for (const [index, address] of addresses.entries())
    expect(await chain.readContract({ address, abi: tokenAbi, functionName: "symbol" })).toBe(
      symbolOf(index),
    );
});

function symbolOf(index: number): string {
  return `QUEUE${index}`;
}

/** Orders from the demo wallet, and waits until the page is told of its order. */
async function order(page: Page, symbol: string): Promise<void> {
  await page.goto(serverUrl);
  await connect(page, "Demo wallet");
  const told = page.waitForResponse(/\/events\?/);
  await fillOrder(page, { name: "Patient Coin", symbol, supply: "1000" });
  await page.waitForURL(/\/tokens\/0x/);
  await told;
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
}

async function payInDemoWallet(page: Page): Promise<void> {
  await pay(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Confirm" }).click();
}

/** Makes a block, once so many transactions wait for it. */
async function mineOnce(count: number): Promise<void> {
  await expect
    .poll(async () => (await chain.getBlock({ blockTag: "pending" })).transactions.length)
    .toBe(count);
  await chain.mine({ blocks: 1 });
}

/** The pages as their turns come, once each of them knows: the first one's has come. */
async function inTheirOrder(pages: Page[]): Promise<[Page, Page, Page]> {
  const byPlace = new Map<string, Page>();
  await expect(async () => {
    byPlace.clear();
    for (const page of pages) byPlace.set(await placeIn(page), page);
    expect([...byPlace.keys()].toSorted()).toEqual(["1", "2", "none"]);
  }).toPass({ timeout: 30_000 });
  const [first, second, third] = ["none", "1", "2"].map((place) => byPlace.get(place));
  if (!first || !second || !third) throw new Error("each place is somebody's");
  return [first, second, third];
}

async function placeIn(page: Page): Promise<string> {
  const ticket = page.getByTestId("queue-ticket");
  return (await ticket.isVisible()) ? ((await ticket.getAttribute(PLACE)) ?? "") : "none";
}

/** What is read aloud. */
function statusIn(page: Page, text: string) {
  return page.getByRole("status").filter({ hasText: text });
}

/** Comes back in another tab, and looks into the list. Neither asks the server for what is under way already. */
async function seeItAgain(page: Page, inTheList: string): Promise<void> {
  const tab = await page.context().newPage();
  const asked = recordAsking(tab);
  await tab.goto(page.url());
  await expect(tab.getByTestId("queue-ticket")).toHaveAttribute(PLACE, "2");
  await tab.goto(`${serverUrl}/tokens`);
  await expect(tab.getByRole("listitem").filter({ hasText: inTheList })).toBeVisible();
  expect(asked.filter((call) => call.startsWith("POST"))).toEqual([]);
  await tab.close();
}

/** What a page asks of an order from now on, other than to be told. */
function recordAsking(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    const isOfOrder = pathname === "/api/deploy" || /^\/api\/tokens\/0x\w+$/.test(pathname);
    if (isOfOrder) asked.push(`${request.method()} ${pathname.replace(/0x\w+$/, "address")}`);
  });
  return asked;
}

/** @returns all the places that a page has shown since, each once in a row */
async function recordPlaces(page: Page): Promise<() => Promise<string | undefined>> {
  await page.evaluate((attribute) => {
    const note = () => {
      const place = document.querySelector(`[${attribute}]`)?.getAttribute(attribute);
      const seen = document.body.dataset["places"]?.split(" ") ?? [];
      if (place && seen.at(-1) !== place) document.body.dataset["places"] = [...seen, place].join(" ");
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    note();
  }, PLACE);
  return () => page.evaluate(() => document.body.dataset["places"]);
}
