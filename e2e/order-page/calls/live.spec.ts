import type { Page } from "@playwright/test";
import {
  addressOf,
  expect,
  expectStatus,
  fetchOrder,
  look,
  payDirectly,
  placeOrder,
  test,
} from "../../browser/fixtures.ts";

/** What an order's page asks the server for, while the server tells it of each change, and while it can't. */

const coin = { name: "Live Coin", symbol: "LIVE", supply: "5000" };
const EVENTS = "**/events?*";
/** Longer than three polls are apart. */
const A_WHILE_MS = 7_000;

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

test("a page that nobody looks at follows nothing, and catches up once it is looked at", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  const closed = page.waitForEvent("requestfailed", (request) => request.url().includes("/events?"));
  await look(page, "hidden");
  await closed;
  const polls = countPolls(page);
  await payDirectly(wallet, order, BigInt(order.price));
  await expect.poll(async () => (await fetchOrder(page, order.address)).status).toBe("deployed");
  expect(polls).toEqual([]);
  await expect(page.getByTestId("order-status")).toHaveAttribute("data-status", "awaiting_payment");
  await look(page, "visible");
  await expectStatus(page, "deployed");
});
