import { expect, expectStatus, pay, placeOrder, test } from "../browser/fixtures.ts";
import { keepFromChain } from "../browser/keep-from-chain.ts";

/** What went wrong is said in words for a person: what happened, whether money moved, and what to do. */

const coin = { name: "Calm Coin", symbol: "CALM", supply: "5000" };

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

/** Of what nobody may come to hear that waits for it. */
function unreachable(): Promise<void> {
  const never = Promise.reject(new Error("unreachable"));
  never.catch(() => undefined);
  return never;
}

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
