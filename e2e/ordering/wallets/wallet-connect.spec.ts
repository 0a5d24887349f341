import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { prepareChain } from "#lib/local/chain.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import {
  addressOf,
  buyerOf,
  expect,
  expectStatus,
  fetchOrder,
  fillOrder,
  pay,
  test as base,
} from "../../browser/fixtures.ts";
import { readCode } from "../../browser/read-code.ts";
import { expectChinese, expectToFit } from "../../browser/reading.ts";
import { testParts } from "../../browser/test-parts.ts";
import { Phone } from "../../browser/wallet-connect/phone.ts";
import { startWayOut, type WayOut } from "../../browser/wallet-connect/way-out.ts";

/** A wallet on a phone, by WalletConnect, whose relay stands on this machine: all else is what people have. */

const coin = { name: "Remote Coin", symbol: "REMOTE", supply: "1000" };
/** What may be asked of the internet beside the relay: who vouches to wallets for a site. */
const VERIFY = /^verify\.walletconnect\.(org|com):443$/;

type Fixtures = {
  wayOut: WayOut;
  /** A page of a browser that has no wallet but the phone. */
  visit: (options?: { locale?: string }) => Promise<{ page: Page; phone: Phone }>;
};

const test = base.extend<Fixtures, { shop: string }>({
  shop: [
    async ({ databaseUrl }, use) => {
      const { url, stop } = await startShop(databaseUrl);
      await use(url);
      await stop();
    },
    { scope: "worker" },
  ],
  wayOut: async ({ browserName: _any }, use) => {
    const wayOut = await startWayOut();
    await use(wayOut);
    await wayOut.stop();
    expect([...wayOut.asked].filter((host) => !VERIFY.test(host))).toEqual([]);
  },
  visit: async ({ person, shop, wayOut }, use) => {
    const phones: Phone[] = [];
    await use(async (options) => {
      const phone = await Phone.start(wayOut.url);
      phones.push(phone);
      const { page } = await person({ baseURL: shop, ...wayOut.browser, ...options }, phone);
      await page.goto("/");
      return { page, phone };
    });
    await Promise.all(phones.map((phone) => phone.stop()));
  },
});

test("a phone scans, pays, and its owner has the token; it is there again later, until it ends that itself", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const { page, phone } = await visit();
  await scan(page, phone);
  await expect(page.getByRole("dialog", { name: "Choose a wallet" })).toBeHidden();
  await expect(account(page)).toBeVisible();
  await fillOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await expectStatus(page, "deployed");
  expect(phone.prompts).toEqual(["eth_sendTransaction"]);
  const order = await fetchOrder(page, addressOf(page));
  expect(order).toMatchObject({ deployer: phone.address, owner: phone.address });
  expect(await buyerOf(order)).toBe(phone.address);

  await page.goto("/");
  await account(page).click();
  await expect(page.getByRole("dialog", { name: /^Account/ })).toContainText(phone.address);
  await phone.leave();
  await expect(connectButton(page)).toBeVisible();
  await page.reload();
  await expect(connectButton(page)).toBeEnabled();
  await scan(page, phone);
  await expect(account(page)).toBeVisible();
});

test("what a phone refuses is said, and can be asked for again", async ({ visit }) => {
  test.setTimeout(180_000);
  const { page, phone } = await visit();
  phone.rejects = true;
  await scan(page, phone);
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("You declined in your wallet");
  phone.rejects = false;
  await scanAgain(page, phone);
  await expect(account(page)).toBeVisible();
  await fillOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  phone.rejects = true;
  await pay(page);
  await expect(page.getByText("You declined in your wallet")).toBeVisible();
  phone.rejects = false;
  await pay(page);
  await expectStatus(page, "deployed");
});

for (const reach of ["refused", "silent"] as const)
  test(`a relay that is ${reach} is said in words soon, keeps nobody from another wallet, and is asked anew`, async ({
    visit,
    wayOut,
  }) => {
    test.setTimeout(180_000);
    const { page, phone } = await visit();
    wayOut.become(reach);
    await connectButton(page).click();
    const dialog = page.getByRole("dialog", { name: "Choose a wallet" });
    await dialog.getByRole("button", { name: "WalletConnect" }).click();
    await expect(dialog.getByText("Reaching WalletConnect")).toBeVisible();
    await expect(dialog.getByRole("alert")).toContainText("can't be reached", { timeout: 25_000 });
    wayOut.become("open");
    await scanAgain(page, phone);
    await expect(account(page)).toBeVisible();
  });

test("whoever thinks better of it takes another wallet at once", async ({ visit, wayOut }) => {
  const { page } = await visit();
  wayOut.become("silent");
  await connectButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Choose a wallet" });
  await dialog.getByRole("button", { name: "WalletConnect" }).click();
  await dialog.getByRole("button", { name: "Choose another wallet" }).click();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Demo wallet" }).click();
  await expect(account(page)).toBeVisible();
});

test("a code that nobody scans ends, which is said, and the next one is another", async ({ visit }) => {
  const { page, phone } = await visit();
  await page.clock.install();
  await connectButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Choose a wallet" });
  await dialog.getByRole("button", { name: "WalletConnect" }).click();
  await expect(dialog.getByTestId("invitation")).toBeVisible();
  await page.clock.fastForward("05:10");
  await expect(dialog.getByRole("alert")).toContainText("it has ended");
  await scanAgain(page, phone);
  await expect(account(page)).toBeVisible();
});

test("a payment that the relay does not carry is said to wait, and reaches the phone once there is a relay again", async ({
  visit,
  wayOut,
}) => {
  test.setTimeout(180_000);
  const { page, phone } = await visit();
  await scan(page, phone);
  await expect(account(page)).toBeVisible();
  await fillOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  wayOut.become("refused");
  wayOut.cut();
  await pay(page);
  await expect(page.getByText("Your wallet has not answered yet")).toBeVisible({ timeout: 45_000 });
  expect(phone.prompts).toEqual([]);
  wayOut.become("open");
  await expectStatus(page, "deployed");
  expect(phone.sentWei).toHaveLength(1);
});

test("it speaks the reader's language and fits their screen", async ({ visit }) => {
  const { page } = await visit({ locale: "zh-CN" });
  await page.getByRole("button", { name: "连接钱包" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "WalletConnect" }).click();
  const uri = await dialog.getByTestId("invitation").innerText();
  await expect(dialog.getByRole("link", { name: "MetaMask" })).toHaveAttribute(
    "href",
    `https://metamask.app.link/wc?uri=${encodeURIComponent(uri)}`,
  );
  await expectChinese(page, [uri, "WalletConnect", "Rainbow"]);
  await expectToFit(page);
});

function connectButton(page: Page) {
  return page.getByRole("button", { name: "Connect wallet" });
}

function account(page: Page) {
  return page.getByRole("button", { name: /^Account/ });
}

/** Chooses WalletConnect, and has the phone read what is shown. */
async function scan(page: Page, phone: Phone): Promise<void> {
  await connectButton(page).click();
  await scanAgain(page, phone);
}

/** The same where the list of wallets is open. */
async function scanAgain(page: Page, phone: Phone): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Choose a wallet" });
  await dialog.getByRole("button", { name: "WalletConnect" }).click();
  const code = dialog.getByRole("img", { name: "QR code of the connection" });
  await expect(code).toBeVisible();
  await phone.scan(await readCode(code));
}

async function startShop(databaseUrl: string) {
  const { rpcUrl } = testParts();
  const database = await createDatabase(databaseUrl, `wallet_connect_${randomBytes(4).toString("hex")}`);
  const server = await startServer("start", {
    ...serverEnv({ databaseUrl: database.url, rpcUrl, ...(await prepareChain(rpcUrl, 3_600)) }),
    // What this test runs with is not the server's.
    NODE_OPTIONS: "",
    WALLETCONNECT_PROJECT_ID: "a-project",
  });
  const stop = async () => {
    await server.stop();
    await database.stop();
  };
  return { url: server.url, stop };
}
