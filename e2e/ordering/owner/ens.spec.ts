import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { createTestClient, createWalletClient, http, parseEther, zeroAddress, type Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { mainnet } from "viem/chains";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import { startServer } from "#lib/local/server.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { TestWallet } from "../../browser/browser-wallet.ts";
import {
  addressOf,
  connect,
  expect,
  expectStatus,
  fetchOrder,
  fillOrder,
  test as base,
} from "../../browser/fixtures.ts";
import { startEnsNode } from "../../support/ens-node.ts";

/** An owner by an ENS name, on a server of its own for a chain that has an ENS. */

const owner: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const coin = { name: "Named Coin", symbol: "NAMED", supply: "1000" };

type Shop = Awaited<ReturnType<typeof startShop>>;

const test = base.extend<{ form: Page }, { shop: Shop }>({
  shop: [
    async ({ databaseUrl }, use) => {
      const shop = await startShop(databaseUrl);
      await use(shop);
      await shop.stop();
    },
    { scope: "worker" },
  ],
  /** A form that lacks an owner's name alone. */
  form: async ({ person, shop }, use) => {
    const wallet = new TestWallet();
    wallet.chainId = mainnet.id;
    const { page } = await person({ baseURL: shop.url }, wallet);
    await page.goto("/");
    await connect(page);
    await page.getByLabel("Name").fill(coin.name);
    await page.getByLabel("Symbol").fill(coin.symbol);
    await page.getByLabel("Supply").fill(coin.supply);
    await page.getByRole("button", { name: "Advanced" }).click();
    await expect(receipt(page)).toContainText(wallet.address);
    await use(page);
  },
});

test("a name is shown as the address that it stands for, and that is what is ordered for", async ({
  form,
  shop,
}) => {
  await shop.say(owner);
  await ownerField(form).fill("Treasury.eth");
  await expect(form.getByText(`Treasury.eth stands for ${owner} now.`)).toBeVisible();
  await expect(receipt(form)).toContainText(owner);
  await expect(ownerField(form)).not.toHaveAttribute("aria-invalid", "true");
  await placeButton(form).click();
  await form.waitForURL(/\/tokens\/0x/);
  expect((await fetchOrder(form, addressOf(form))).owner).toBe(owner);
  await expect(receipt(form)).toContainText(owner);
});

test("a name of nobody is said to be one, and nothing is ordered for it", async ({ form, shop }) => {
  await shop.say(zeroAddress);
  await ownerField(form).fill("nobody.eth");
  await expect(form.getByText("nobody.eth stands for no address on Ethereum")).toBeVisible();
  await expectNoOwner(form);
});

for (const [what, fail] of [
  ["fails", (page: Page, url: string) => page.route(`${url}/**`, (route) => route.abort())],
  ["hangs", (page: Page, url: string) => page.route(`${url}/**`, () => undefined)],
] as const)
  test(`a node that ${what} is said in words soon, and is asked again for a name that is entered again`, async ({
    form,
    shop,
  }) => {
    await shop.say(owner);
    await ownerField(form).fill("other.eth");
    await expect(receipt(form)).toContainText(owner);
    await fail(form, shop.rpcUrl);
    await ownerField(form).fill("treasury.eth");
    await expect(form.getByText("Looking up treasury.eth")).toBeVisible();
    await expect(receipt(form)).not.toContainText(owner);
    await expect(form.getByText("treasury.eth could not be looked up just now.")).toBeVisible({
      timeout: 15_000,
    });
    await expectNoOwner(form);
    await form.unroute(`${shop.rpcUrl}/**`);
    await ownerField(form).fill("");
    await ownerField(form).fill("treasury.eth");
    await expect(receipt(form)).toContainText(owner);
  });

test("what ENS says too late of a name that was entered before is nobody's owner", async ({ form, shop }) => {
  await shop.say(owner);
  const held = Promise.withResolvers<void>();
  await form.route(`${shop.rpcUrl}/**`, async (route) => {
    await held.promise;
    await route.continue();
  });
  const asked = form.waitForRequest((request) => request.url().startsWith(shop.rpcUrl));
  await ownerField(form).fill("treasury.eth");
  await asked;
  await ownerField(form).fill(zeroAddress.replace(/0$/, "9"));
  const answered = form.waitForResponse((response) => response.url().startsWith(shop.rpcUrl));
  held.resolve();
  await answered;
  await placeButton(form).click();
  await form.waitForURL(/\/tokens\/0x/);
  expect((await fetchOrder(form, addressOf(form))).owner).toBe(zeroAddress.replace(/0$/, "9"));
});

test("a token is given away by a name as it is ordered by one, and what it stands for is shown before", async ({
  person,
  shop,
}) => {
  await shop.say(owner);
  const wallet = new TestWallet();
  wallet.chainId = mainnet.id;
  const { page } = await person({ baseURL: shop.url }, wallet);
  await page.goto("/");
  await connect(page);
  await page.getByLabel(/^Pausable/).check();
  await fillOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  await shop.payFor(wallet, await fetchOrder(page, addressOf(page)));
  await expectStatus(page, "deployed");
  await page.getByRole("button", { name: "Give ownership away", exact: true }).click();
  const field = page.getByLabel("New owner");
  await field.fill("Treasury.eth");
  await expect(field).toHaveAccessibleDescription(
    `Treasury.eth stands for ${owner} now. That address is what counts, whatever becomes of the name.`,
  );
  await page.getByLabel("Type NAMED to confirm").fill("NAMED");
  await page.getByRole("region", { name: "Give ownership away" }).getByRole("button").click();
  // Tried on the chain, it was right: what is left is the wallet's.
  await expect.poll(() => wallet.prompts).toContain("eth_sendTransaction");
});

function receipt(page: Page) {
  return page.getByTestId("receipt");
}

function ownerField(page: Page) {
  return page.getByRole("textbox", { name: "Owner" });
}

function placeButton(page: Page) {
  return page.getByRole("button", { name: "Place order" });
}

/** Neither is anybody shown as the owner, nor can it be ordered. */
async function expectNoOwner(page: Page): Promise<void> {
  await expect(ownerField(page)).toHaveAttribute("aria-invalid", "true");
  await expect(receipt(page)).not.toContainText(/0x[0-9a-fA-F]{40}/);
  await placeButton(page).click();
  await expect(ownerField(page)).toBeFocused();
  await expect(page).toHaveURL(/\/$/);
}

async function startShop(databaseUrl: string) {
  const node = await startEnsNode();
  const privateKey = generatePrivateKey();
  const deployer = privateKeyToAccount(privateKey);
  const client = createTestClient({ mode: "anvil", transport: http(node.rpcUrl) });
  await client.setBalance({ address: deployer.address, value: parseEther("100") });
  const treasury = deployer.address;
  const checkout = await deployCheckout({
    rpcUrl: node.rpcUrl,
    deployer,
    treasury,
    refundDelaySeconds: 3_600,
  });
  const database = await createDatabase(databaseUrl, `ens_${randomBytes(4).toString("hex")}`);
  const server = await startServer("start", {
    // What this test runs with is not the server's.
    NODE_OPTIONS: "",
    DATABASE_URL: database.url,
    CHAIN_IDS: String(mainnet.id),
    RPC_URL_1: node.rpcUrl,
    PUBLIC_RPC_URL_1: node.rpcUrl,
    CHECKOUT_1: checkout,
    PRICE_1: "0.01",
    DEPLOYER_PRIVATE_KEY: privateKey,
    SOURCIFY_URL: "none",
    RATE_LIMIT: "0",
  });
  const stop = async () => {
    await server.stop();
    await database.stop();
    await node.stop();
  };
  const payFor = async (wallet: TestWallet, order: Order) => {
    await client.setBalance({ address: wallet.address, value: parseEther("10") });
    const payer = createWalletClient({
      account: wallet.account,
      chain: mainnet,
      transport: http(node.rpcUrl),
    });
    await payer.writeContract({
      address: order.checkout,
      abi: checkoutAbi,
      functionName: "pay",
      args: [order.address],
      value: BigInt(order.price),
    });
  };
  return { url: server.url, rpcUrl: node.rpcUrl, say: node.say, payFor, stop };
}
