import type { Page } from "@playwright/test";
import { z } from "zod";
import { holdBlocks, releaseBlocks } from "../../browser/browser-chain.ts";
import { connect, expect, expectStatus, fillOrder, look, pay, test } from "../../browser/fixtures.ts";
import { testParts } from "../../browser/test-parts.ts";

/** How often an order's page asks the node, in each of an order's states. The chain makes a block a second. */

const nodeUrl = testParts().rpcUrl;
const coin = { name: "Quiet Coin", symbol: "QUIET", supply: "5000" };
const WATCHED_MS = 8_000;
const BLOCKS = WATCHED_MS / 1_000;
/** What a change of state brings with it is asked once, which on a busy machine may be after the state is shown. */
const settling = { timeout: 4 * WATCHED_MS };

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("the node is asked for one thing once a block, and for next to nothing while the server tells of the order", async ({
  person,
  holdDeploys,
}) => {
  test.setTimeout(180_000);
  const { page } = await person();
  await orderWithDemoWallet(page);
  const calls = countCalls(page);
  expect(await calls.inAWhile()).toBeLessThanOrEqual(BLOCKS + 1);

  await look(page, "hidden");
  expect(await calls.inAWhile()).toBeLessThanOrEqual(1);
  await look(page, "visible");
  await expect.poll(() => calls.count).toBeGreaterThan(0);

  await holdBlocks();
  await payWithDemoWallet(page);
  await expect(page.getByRole("heading", { name: "Your payment is on its way" })).toBeVisible();
  // Beside what Checkout says, now and then what has become of the transaction, which the node may not know.
  expect(await calls.inAWhile()).toBeLessThanOrEqual(BLOCKS + 3);

  const release = await holdDeploys();
  await releaseBlocks();
  await expectStatus(page, "paid");
  await expect.poll(calls.inAWhile, settling).toBeLessThanOrEqual(BLOCKS / 3);

  await release();
  await expectStatus(page, "deployed");
  // What can change of a token, and what its reader holds of it, each once in ten seconds.
  await expect.poll(calls.inAWhile, settling).toBeLessThanOrEqual(2);
});

async function orderWithDemoWallet(page: Page): Promise<void> {
  await page.goto("/");
  await connect(page, "Demo wallet");
  await fillOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
}

async function payWithDemoWallet(page: Page): Promise<void> {
  await pay(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Confirm" }).click();
}

const callsOf = z.union([z.looseObject({}).transform((one) => [one]), z.array(z.looseObject({}))]);

/** Counts what a page asks its node for: each call of a batch by itself. */
function countCalls(page: Page) {
  const calls = {
    count: 0,
    /** How many there are in a while from now. */
    inAWhile: async (): Promise<number> => {
      calls.count = 0;
      await page.waitForTimeout(WATCHED_MS);
      return calls.count;
    },
  };
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(nodeUrl).origin || request.method() !== "POST") return;
    calls.count += callsOf.parse(request.postDataJSON()).length;
  });
  return calls;
}
