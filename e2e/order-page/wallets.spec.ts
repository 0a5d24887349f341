import { zeroAddress } from "viem";
import { passTime, releaseBlocks } from "../browser/browser-chain.ts";
import { ContractWallet } from "../browser/contract-wallet.ts";
import {
  addressOf,
  buyerOf,
  expect,
  expectStatus,
  fetchOrder,
  pay,
  placeOrder,
  test,
} from "../browser/fixtures.ts";

/** Wallets as people have them: poor, locked, on another network, or a contract. */

const coin = { name: "Wallet Coin", symbol: "WALLET", supply: "1000" };

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("a wallet that holds too little is told how much is missing before it is asked, its network fee included", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await wallet.fund(0n);
  const address = await placeOrder(page, coin);
  const missing = page.getByText(/^This wallet holds 0 ETH\. .* it lacks .* ETH/);
  await expect(missing).toBeVisible();
  const price = BigInt((await fetchOrder(page, address)).price);
  await wallet.fund(price);
  await page.reload();
  // The price itself is there, what the network takes is not.
  await expect(page.getByText(/it lacks 0\.0\d+ ETH/)).toBeVisible();
  expect(wallet.prompts).toEqual([]);
  await wallet.fund();
  await page.reload();
  await pay(page);
  await expect(missing).toBeHidden();
  await expectStatus(page, "deployed");
});

test("a wallet on another network is asked to change, and one that does not know ours is given it", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const address = await placeOrder(page, coin);
  wallet.chainId = 1;
  wallet.knowsChain = false;
  await page.reload();
  await page.getByRole("button", { name: /^Switch to / }).click();
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  expect(wallet.prompts).toEqual(["wallet_switchEthereumChain", "wallet_addEthereumChain"]);
  expect(wallet.added).toMatchObject({ chainId: "0x7a69", nativeCurrency: { decimals: 18 } });
  expect(wallet.added?.rpcUrls[0]).toMatch(/^http/);
  await pay(page);
  await expectStatus(page, "deployed");
  expect(await buyerOf(await fetchOrder(page, address))).toBe(wallet.address);
});

test("a network that a wallet can't add, or does not change to, is not called a refusal, and can be asked for again", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.clock.install();
  await placeOrder(page, coin);
  wallet.chainId = 1;
  wallet.knowsChain = false;
  wallet.addsChains = false;
  await page.reload();
  const change = page.getByRole("button", { name: /^Switch to / });
  const notChanged = page.getByRole("alert").filter({ hasText: "has not changed to this network" });
  const declined = page.getByText("You declined in your wallet.");
  await change.click();
  await expect(notChanged).toContainText("nothing was sent");
  await notChanged.getByText("Details").click();
  await expect(notChanged).toContainText("The network's node could not be reached.");
  await expect(declined).toBeHidden();

  wallet.addsChains = true;
  wallet.rejects = true;
  await change.click();
  await expect(declined).toBeVisible();
  wallet.rejects = false;

  wallet.changesChain = false;
  wallet.knowsChain = true;
  await change.click();
  await expect(page.getByRole("button", { name: "Waiting for your wallet…" })).toBeVisible();
  await expect.poll(() => wallet.prompts.at(-1)).toBe("wallet_switchEthereumChain");
  await page.clock.fastForward(31_000);
  await expect(notChanged).toBeVisible();
  wallet.changesChain = true;
  await change.click();
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
});

test("a wallet's silence is counted from when it is asked", async ({ person }) => {
  const { page, wallet } = await person();
  await page.clock.install();
  await placeOrder(page, coin);
  const decided = Promise.withResolvers<void>();
  wallet.decidesAfter = decided.promise;
  await pay(page);
  await expect(page.getByRole("button", { name: "Waiting for your wallet…" })).toBeVisible();
  await expect.poll(() => wallet.prompts).toEqual(["eth_sendTransaction"]);
  const silent = page.getByText("Your wallet has not answered yet");
  await page.clock.fastForward(25_000);
  await expect(silent).toBeHidden();
  await page.clock.fastForward(6_000);
  await expect(silent).toBeVisible();
  decided.resolve();
  await expectStatus(page, "deployed");
});

test("a wallet that is locked does not keep anybody from another one, and is connected once it is unlocked", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const unlocked = Promise.withResolvers<void>();
  wallet.unlocked = unlocked.promise;
  await page.goto("/");
  await page.getByRole("button", { name: "Connect wallet" }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a wallet" });
  await dialog.getByRole("button", { name: "Test Wallet" }).click();
  await expect(dialog.getByText(/it may be locked/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Demo wallet" })).toBeEnabled();
  unlocked.resolve();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: /^Account/ })).toBeVisible();
});

test("who has no wallet of their own is told how to come by one", async ({ browser }) => {
  const page = await browser.newPage();
  await page.goto("/");
  await page.getByRole("button", { name: "Connect wallet" }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a wallet" });
  await expect(dialog.getByText("No wallet of yours was found")).toBeVisible();
  await expect(dialog.getByRole("link", { name: "Find one" })).toHaveAttribute("href", /^https:/);
  await page.close();
});

test("a contract wallet pays, gets its token, and takes money back by itself, though its hashes are not the chain's", async ({
  person,
}) => {
  test.setTimeout(180_000);
  const wallet = new ContractWallet();
  const { page } = await person({}, wallet);
  await placeOrder(page, coin);
  await pay(page);
  await wallet.executeNext();
  await expectStatus(page, "deployed");
  expect(await buyerOf(await fetchOrder(page, addressOf(page)))).toBe(wallet.address);
});

test("a contract wallet's refund is seen by what Checkout says", async ({ person, holdDeploys }) => {
  test.setTimeout(180_000);
  const wallet = new ContractWallet();
  const { page } = await person({}, wallet);
  const address = await placeOrder(page, coin);
  const order = await fetchOrder(page, address);
  const release = await holdDeploys();
  await pay(page);
  await wallet.executeNext();
  await expectStatus(page, "paid");
  await passTime(3_600);
  await page.getByRole("button", { name: /^Take back / }).click();
  await wallet.executeNext();
  await expectStatus(page, "refunded");
  await release();
  expect(await buyerOf(order)).toBe(zeroAddress);
});
