import type { Page } from "@playwright/test";
import { holdBlocks, releaseBlocks } from "../../browser/browser-chain.ts";
import {
  addressOf,
  expect,
  expectStatus,
  fetchOrder,
  look,
  pay,
  payDirectly,
  placeOrder,
  test,
} from "../../browser/fixtures.ts";
import { testParts } from "../../browser/test-parts.ts";

/** What an order's page asks the server for, while the server tells it of each change, and while it can't. */

const coin = { name: "Live Coin", symbol: "LIVE", supply: "5000" };
const nodeOrigin = new URL(testParts().rpcUrl).origin;
const EVENTS = "**/events?*";
const STATE = "**/api/tokens/*initcode=omit";
/** Longer than three polls are apart. */
const A_WHILE_MS = 7_000;
/** Longer than two questions of a hidden page are apart, which are never closer than the second. */
const HIDDEN_MS = 30_000;
const LEAST_APART_MS = 10_000;
const ORDER = "the order";

// A test that failed may have held them.
test.afterEach(releaseBlocks);

/** Counts how often a page asks for its order, and says with what answers. */
function countPolls(page: Page): number[] {
  const statuses: number[] = [];
  page.on("response", (response) => {
    if (/\/api\/tokens\/0x\w+\?/.test(response.url())) statuses.push(response.status());
  });
  return statuses;
}

test("while the server tells of the order its page does not ask for it, and the token comes all the same", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  const polls = countPolls(page);
  const streaming = page.waitForResponse(/\/events\?/);
  await page.reload();
  await streaming;
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  const before = polls.length;
  await page.waitForTimeout(A_WHILE_MS);
  await payDirectly(wallet, order, BigInt(order.price));
  await expectStatus(page, "deployed");
  // Perhaps once for the bytecode, where the page has not got to it before.
  expect(polls.length - before).toBeLessThanOrEqual(1);
});

test("where the stream is cut the page asks by itself, without the code, and comes back to the stream", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.route(EVENTS, (route) => route.abort());
  const order = await fetchOrder(page, await placeOrder(page, coin));
  const polls = countPolls(page);
  const bodies: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes("initcode=omit")) void response.text().then((text) => bodies.push(text));
  });
  await expect.poll(() => polls.length).toBeGreaterThan(3);
  expect(bodies.join()).toContain(addressOf(page));
  expect(bodies.join()).not.toContain('"initcode"');
  await page.unroute(EVENTS);
  await page.waitForResponse(/\/events\?/, { timeout: 40_000 });
  await page.waitForTimeout(1_000);
  const before = polls.length;
  await page.waitForTimeout(A_WHILE_MS);
  expect(polls.length).toBe(before);
  await payDirectly(wallet, order, BigInt(order.price));
  await expectStatus(page, "deployed");
  expect(polls.length).toBe(before);
});

test("a page that nobody looks at asks nothing of the chain and little of the server, and says on its tab how it ends", async ({
  person,
}) => {
  test.setTimeout(150_000);
  const { page } = await person();
  await placeOrder(page, coin);
  await holdBlocks();
  await pay(page);
  await expect(page).toHaveTitle(`Confirming… · ${coin.name}`);
  await hide(page);
  const asked = recordAsking(page);
  await page.waitForTimeout(HIDDEN_MS);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThanOrEqual(HIDDEN_MS / LEAST_APART_MS);
  expect(new Set(asked)).toEqual(new Set([ORDER]));

  await releaseBlocks();
  await expect(page).toHaveTitle(`Done · ${coin.name}`, { timeout: 40_000 });
  // Perhaps it was paid when the page asked, and then it has it made.
  expect(asked.filter((each) => each !== ORDER && each !== "POST /api/deploy")).toEqual([]);
  const before = asked.length;
  await page.waitForTimeout(HIDDEN_MS);
  expect(asked.length).toBe(before);
  await look(page, "visible");
  await expect(page.getByRole("heading", { name: "Live Coin exists." })).toBeVisible();
});

test("what fails while nobody looks is asked again, and a page that is looked at again is told at once", async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  await hide(page);
  await page.route(STATE, (route) => route.abort(), { times: 1 });
  await page.waitForEvent("requestfailed", (request) => request.url().includes("initcode=omit"));
  await page.waitForResponse(/initcode=omit/);
  await payDirectly(wallet, order, BigInt(order.price));
  await expect.poll(async () => (await fetchOrder(page, order.address)).status).toBe("deployed");
  await look(page, "visible");
  await expectStatus(page, "deployed");
});

/** Leaves the tab, which ends its stream. */
async function hide(page: Page): Promise<void> {
  const closed = page.waitForEvent("requestfailed", (request) => request.url().includes("/events?"));
  await look(page, "hidden");
  await closed;
  // What was asked before has its answer.
  await page.waitForTimeout(1_000);
}

/** What a page asks of the server's API and of the chain's node from now on, the order as `ORDER`. */
function recordAsking(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { origin, pathname, search } = new URL(request.url());
    if (origin === nodeOrigin) asked.push("node");
    else if (search.includes("initcode=omit")) asked.push(ORDER);
    else if (pathname.startsWith("/api/")) asked.push(`${request.method()} ${pathname}`);
  });
  return asked;
}
