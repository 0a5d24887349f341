import { parseAbi, type Address } from "viem";
import { tokenAbi } from "#lib/shared/abi.ts";
import { chain, holdBlocks, releaseBlocks } from "../browser/browser-chain.ts";
import {
  addressOf,
  connect,
  expect,
  expectStatus,
  fetchOrder,
  pay,
  payDirectly,
  placeOrder,
  test,
  type Person,
} from "../browser/fixtures.ts";

const coin = { name: "First Coin", symbol: "ONE", supply: "1000000" };

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("from the form to exactly the token that the receipt showed", async ({ person }) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Café Coin");
  await page.getByLabel("Symbol").fill("CAFÉ");
  await page.getByLabel("Supply").fill("21000000.5");
  await page.getByLabel("Decimals").fill("8");
  await page.getByLabel(/^Mintable/).check();
  await page.getByLabel(/^Cap/).fill("42000000");
  const receipt = page.getByTestId("receipt");
  await expect(receipt).toContainText("Café Coin");
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await expectStatus(page, "deployed");
  await expect(page.getByRole("button", { name: "Add to wallet" })).toBeVisible();

  const address = addressOf(page);
  const token = { address, abi: tokenAbi } as const;
  expect(await chain.readContract({ ...token, functionName: "name" })).toBe("Café Coin");
  expect(await chain.readContract({ ...token, functionName: "symbol" })).toBe("CAFÉ");
  expect(await chain.readContract({ ...token, functionName: "decimals" })).toBe(8);
  expect(await chain.readContract({ ...token, functionName: "balanceOf", args: [wallet.address] })).toBe(
    2_100_000_050_000_000n,
  );
  expect(await chain.readContract({ ...token, functionName: "owner" })).toBe(wallet.address);
  const cap = parseAbi(["function cap() view returns (uint256)"]);
  expect(await chain.readContract({ address, abi: cap, functionName: "cap" })).toBe(4_200_000_000_000_000n);
});

test("the built-in demo wallet goes the same way without an extension", async ({ person }) => {
  const { page } = await person();
  await page.goto("/");
  await connect(page, "Demo wallet");
  await page.getByLabel("Name").fill("Demo Coin");
  await page.getByLabel("Symbol").fill("DEMO");
  await page.getByLabel("Supply").fill("1000");
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Confirm" }).click();
  await expectStatus(page, "deployed");
});

test("of two browsers at once one waits its turn, and both get exactly their own token", async ({
  person,
}) => {
  test.setTimeout(120_000);
  let people = await payAtOnce(person);
  // The sweep may have been there just before the pages, and takes both under one lock: then nobody waits.
  for (let tries = 1; tries < 3 && (await countWaiting(people)) === 0; tries += 1) {
    await releaseBlocks();
    people = await payAtOnce(person);
  }
  expect(await countWaiting(people)).toBe(1);
  await releaseBlocks();
  for (const [index, { page, wallet, address }] of people.entries()) {
    await expectStatus(page, "deployed");
    const token = { address, abi: tokenAbi } as const;
    expect(await chain.readContract({ ...token, functionName: "symbol" })).toBe(`TWO${index}`);
    expect(await chain.readContract({ ...token, functionName: "balanceOf", args: [wallet.address] })).toBe(
      10n ** 24n,
    );
  }
});

type Payer = Person & { address: Address };

/** Two people whose payments are in one block, after which none is made. */
async function payAtOnce(person: () => Promise<Person>): Promise<Payer[]> {
  const people: Payer[] = [];
  for (const symbol of ["TWO0", "TWO1"]) {
    const one = await person();
    people.push({ ...one, address: await placeOrder(one.page, { ...coin, symbol }) });
  }
  await holdBlocks();
  for (const { page } of people) await pay(page);
  await expect.poll(pendingCount).toBe(2);
  await chain.mine({ blocks: 1 });
  return people;
}

/** Whoever has the lock waits for its block, which only the test can make; so another one is told to wait. */
async function countWaiting(people: Payer[]): Promise<number> {
  let waiting = 0;
  const isDecided = async () => {
    const shown = await Promise.all(people.map(({ page }) => page.getByTestId("deploy-wait").isVisible()));
    const orders = await Promise.all(people.map(({ page, address }) => fetchOrder(page, address)));
    waiting = shown.filter(Boolean).length;
    return waiting === 1 || orders.every(({ status }) => status === "submitted");
  };
  await expect.poll(isDecided).toBe(true);
  return waiting;
}

test("a rejected payment costs nothing and can be made again", async ({ person }) => {
  const { page, wallet } = await person();
  await placeOrder(page, coin);
  wallet.rejects = true;
  await pay(page);
  await expect(page.getByText(/declined/)).toBeVisible();
  await expectStatus(page, "awaiting_payment");
  wallet.rejects = false;
  await pay(page);
  await expectStatus(page, "deployed");
});

test("a wallet on another network is switched before it pays", async ({ person }) => {
  const { page, wallet } = await person();
  wallet.chainId = 1;
  await placeOrder(page, coin);
  await expect(page.getByRole("button", { name: /^Pay / })).toBeHidden();
  await page.getByRole("button", { name: /^Switch to/ }).click();
  await pay(page);
  await expectStatus(page, "deployed");
});

test("a reload while the payment is on its way asks for no second one", async ({ person }) => {
  const { page } = await person();
  await placeOrder(page, coin);
  await holdBlocks();
  await pay(page);
  await expect.poll(pendingCount).toBe(1);
  await page.reload();
  await expect(page.getByText(/confirm/i).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Pay / })).toBeHidden();
  await releaseBlocks();
  await expectStatus(page, "deployed");
});

test("a reload after the payment and before the deploy goes on by itself", async ({
  person,
  holdDeploys,
}) => {
  const { page } = await person();
  await placeOrder(page, coin);
  const release = await holdDeploys();
  await page.route("**/api/deploy", (route) => route.abort());
  await pay(page);
  await expect(page.getByTestId("deploy-wait")).toBeVisible();
  await page.unroute("**/api/deploy");
  await release();
  await page.reload();
  await expectStatus(page, "deployed");
});

test("waiting can be stopped, and taken up again", async ({ person, holdDeploys }) => {
  const { page } = await person();
  await placeOrder(page, coin);
  const release = await holdDeploys();
  await page.route("**/api/deploy", (route) =>
    route.fulfill({
      status: 503,
      headers: { "Retry-After": "20" },
      json: { error: "Deployment in progress", retryAfter: 20 },
    }),
  );
  await pay(page);
  await expect(page.getByTestId("deploy-wait")).toHaveAttribute("data-attempt", "1");
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByTestId("deploy-wait")).toHaveAttribute("data-attempt", "2");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByTestId("deploy-wait")).toBeHidden();
  await page.unroute("**/api/deploy");
  await release();
  await page.getByRole("button", { name: "Resume" }).click();
  await expectStatus(page, "deployed");
});

test("an order that was paid after its tab was closed is delivered with no page open", async ({ person }) => {
  const { page, context, wallet } = await person();
  const address = await placeOrder(page, coin);
  const order = await fetchOrder(page, address);
  await page.close();
  await payDirectly(wallet, order, BigInt(order.price));
  const later = await context.newPage();
  await expect.poll(async () => (await fetchOrder(later, address)).status).toBe("deployed");
  await later.goto(`/tokens/${address}`);
  await expectStatus(later, "deployed");
});

test("a form's draft survives a reload, and its mistakes are named beside their fields", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await page.getByLabel("Name").fill("Kept");
  await page.getByLabel("Supply").fill("1,5");
  await page.getByLabel("Supply").blur();
  await expect(page.getByLabel("Supply")).toHaveAttribute("aria-invalid", "true");
  await page.reload();
  await expect(page.getByLabel("Name")).toHaveValue("Kept");
  await page.getByLabel("Supply").fill("1000");
  await expect(page.getByLabel("Supply")).not.toHaveAttribute("aria-invalid", "true");
});

test("the list holds what the wallet has bought", async ({ person }) => {
  const { page } = await person();
  const address = await placeOrder(page, { ...coin, name: "Listed Coin" });
  await pay(page);
  await expectStatus(page, "deployed");
  await page.goto("/tokens");
  const bought = page.getByRole("region", { name: "Bought" });
  await bought.getByRole("link", { name: /Listed Coin/ }).click();
  await page.waitForURL(`**/tokens/${address}*`);
});

async function pendingCount(): Promise<number> {
  return (await chain.getBlock({ blockTag: "pending", includeTransactions: true })).transactions.length;
}
