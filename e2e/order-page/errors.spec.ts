import { holdBlocks, releaseBlocks } from "../browser/browser-chain.ts";
import {
  connect,
  expect,
  expectStatus,
  fillOrder,
  pay,
  placeOrder,
  SERVER_FAILED,
  test,
} from "../browser/fixtures.ts";
import { takeDatabaseAway } from "../browser/database-away.ts";
import { keepFromChain, unreachable } from "../browser/keep-from-chain.ts";
import { testParts } from "../browser/test-parts.ts";

/** What went wrong is said in words for a person: what happened, whether money moved, and what to do. */

const coin = { name: "Calm Coin", symbol: "CALM", supply: "5000" };

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("what a proxy answers instead of the server is told in our words, and its own are details", async ({
  person,
  holdDeploys,
}) => {
  const { page } = await person();
  await placeOrder(page, coin);
  // By itself the server would deliver before the page has asked.
  const release = await holdDeploys();
  await page.route("**/api/deploy", (route) =>
    route.fulfill({ status: 503, contentType: "text/html", body: "<h1>upstream connect error</h1>" }),
  );
  await pay(page);
  const wait = page.getByTestId("deploy-wait");
  await expect(wait).toContainText("No money has moved by this, and nothing is lost.");
  await expect(wait).toContainText("This page asks again by itself.");
  await expect(wait).not.toContainText(/503|upstream/);
  await page.unroute("**/api/deploy");
  await release();
  await expectStatus(page, "deployed");
});

test("where nothing that knows the chain answers before a payment, nothing is sent and that is said", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await placeOrder(page, coin);
  const payment = page.getByRole("button", { name: /^Pay / });
  await expect(payment).toBeVisible();
  const bringBack = await keepFromChain(page, wallet, unreachable());
  await payment.click();
  const alert = page.getByRole("main").getByRole("alert").filter({ hasText: "node does not answer" });
  await expect(alert.filter({ hasText: "nothing was sent" })).toContainText("no money has moved");
  await expect(alert.filter({ hasText: "nothing was sent" })).toContainText("Details");
  await expect(page.getByText("HTTP request failed")).toBeHidden();
  expect(wallet.sentWei).toEqual([]);
  await bringBack();
  await pay(page);
  await expectStatus(page, "deployed");
});

test("without a connection a page that waits for a payment says so in seconds, and goes on by itself once it is back", async ({
  person,
}) => {
  const { page, context, wallet } = await person();
  await placeOrder(page, coin);
  await holdBlocks();
  await pay(page);
  await expect(page.getByRole("heading", { name: "Your payment is on its way" })).toBeVisible();
  await context.setOffline(true);
  wallet.readsAfter = unreachable();
  const notice = page.getByRole("alert").filter({ hasText: "Check your connection." });
  await expect(notice).toContainText("What was sent stays sent");
  await releaseBlocks();
  await context.setOffline(false);
  wallet.readsAfter = Promise.resolve();
  await expectStatus(page, "deployed");
  await expect(notice).toBeHidden();
});

test("where a token can't be read that is said, and it is read again when asked to be", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel(/^Pausable/).check();
  await fillOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await expectStatus(page, "deployed");
  const visitor = (await person()).page;
  const nodeUrl = `${testParts().rpcUrl}/**`;
  await visitor.route(nodeUrl, (route) => route.abort());
  await visitor.goto(page.url());
  const notice = visitor.getByRole("alert").filter({ hasText: "how the token stands now can't be read" });
  await expect(notice).toBeVisible();
  await expect(visitor.getByTestId("token-now")).toBeHidden();
  await visitor.unroute(nodeUrl);
  await visitor.getByRole("button", { name: "Try again now" }).click();
  await expect(visitor.getByTestId("token-now")).toContainText("Transfersrunning");
  await expect(notice).toBeHidden();
});

test("a page that the server can't make says so, and is there once it is tried again", async ({ person }) => {
  const { page } = await person(undefined, undefined, SERVER_FAILED);
  const address = await placeOrder(page, coin);
  const bringBack = await takeDatabaseAway();
  try {
    await page.goto(`/tokens/${address}`);
    await expect(page.getByRole("heading", { name: "This page could not be printed" })).toBeVisible();
    await expect(page).toHaveTitle("This page could not be printed · Coinwright");
    await expect(page.getByRole("main")).toContainText("nothing of them is lost");
    await expect(page.getByRole("main")).not.toContainText(/database|digest|Server Components/);
  } finally {
    await bringBack();
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  await expect(page).toHaveTitle(/ · Calm Coin$|^Calm Coin/);
});

test("nothing that is read before the wallet is asked is called its silence, and it ends in words", async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { page, wallet } = await person();
  await page.clock.install();
  await placeOrder(page, coin);
  const payment = page.getByRole("button", { name: /^Pay / });
  await expect(payment).toBeVisible();
  const bringBack = await keepFromChain(page, wallet, new Promise(() => undefined));
  await payment.click();
  await expect(page.getByRole("button", { name: "Trying it on the network…" })).toBeVisible();
  const alert = page.getByRole("main").getByRole("alert").filter({ hasText: "nothing was sent" });
  // Its node, the wallet's own and the server have some seconds each, one after the other.
  await expect(async () => {
    await page.clock.fastForward(15_000);
    await expect(alert).toContainText("no money has moved", { timeout: 1_000 });
  }).toPass();
  await expect(page.getByText("Your wallet has not answered yet")).toBeHidden();
  expect(wallet.prompts).toEqual([]);
  await bringBack();
  await pay(page);
  await expectStatus(page, "deployed");
});

test("a wallet on another network is switched before it shows the token, and what it says no to is said", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await placeOrder(page, coin);
  await pay(page);
  await expectStatus(page, "deployed");
  wallet.chainId = 1;
  await page.reload();
  await expect(page.getByText("Your wallet is on another network.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add to wallet" })).toBeHidden();
  const change = page.getByRole("button", { name: /^Switch to/ }).first();
  wallet.rejects = true;
  await change.click();
  await expect(page.getByText("You declined in your wallet.")).toBeVisible();
  wallet.rejects = false;
  await change.click();
  const add = page.getByRole("button", { name: "Add to wallet" });
  wallet.showsTokens = false;
  await add.click();
  await expect(page.getByText("Your wallet did not add the token.")).toBeVisible();
  await expect(page.getByText("Your wallet shows CALM now.")).toBeHidden();
  wallet.showsTokens = true;
  await add.click();
  await expect(page.getByText("Your wallet shows CALM now.")).toBeVisible();
});
