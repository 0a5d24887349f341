import {
  test as base,
  expect,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  type Route,
} from "@playwright/test";
import pg from "pg";
import type { Address } from "viem";
import { GLOBAL_LOCK, lockKey } from "#lib/base/lock/lock-key.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { chain } from "./browser-chain.ts";
import { TestWallet } from "./browser-wallet.ts";
import { testParts } from "./test-parts.ts";

export type Person = { context: BrowserContext; page: Page; wallet: TestWallet };

/** Of a worker, which goes through many tests. */
type WorkerOptions = { databaseUrl: string };

type Fixtures = {
  /** Whether paper has its shadows, which cost the processor more than all else that is drawn. */
  shadows: boolean;
  /**
   * A browser of its own with a funded wallet. An error on its console that is not `expected`, or anything that the page's
   * policy forbids, fails the test.
   */
  person: (options?: BrowserContextOptions, wallet?: TestWallet, expected?: RegExp) => Promise<Person>;
  /** Keeps the server from delivering anything, by request or by itself, until what it returns is called. */
  holdDeploys: () => Promise<() => Promise<void>>;
};

/** What a browser itself writes when the test makes a request fail, or the API answers with an error status. */
const EXPECTED = /Failed to load resource|^WebSocket connection to .* failed/;
/** What React writes where the server can't make a page. */
export const SERVER_FAILED = /React error #441/;

export const test = base.extend<Fixtures, WorkerOptions>({
  databaseUrl: [testParts().databaseUrl, { option: true, scope: "worker" }],
  shadows: [false, { option: true }],
  person: async ({ browser, shadows }, use) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    await use(async (options, wallet = new TestWallet(), expected = EXPECTED) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      context.on("console", (message) => {
        const isExpected = EXPECTED.test(message.text()) || expected.test(message.text());
        if (message.type() === "error" && !isExpected) errors.push(message.text());
      });
      context.on("weberror", (error) => errors.push(String(error.error())));
      // Not every violation of the page's policy is written on the console by the browser itself.
      await context.addInitScript(() =>
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
          console.error(`The page's policy forbids ${effectiveDirective} ${blockedURI}`),
        ),
      );
      if (!shadows) await context.addInitScript(dropShadows);
      await wallet.install(context);
      return { context, page: await context.newPage(), wallet };
    });
    // A page may be asking just now for what the test answers.
    const pages = contexts.flatMap((context) => context.pages());
    await Promise.all(pages.map((page) => page.unrouteAll({ behavior: "ignoreErrors" })));
    await Promise.all(contexts.map((context) => context.close()));
    expect(errors).toEqual([]);
  },
  holdDeploys: async ({ databaseUrl }, use) => {
    const sessions = new Set<pg.Client>();
    const release = async (session: pg.Client) => {
      if (sessions.delete(session)) await session.end();
    };
    await use(async () => {
      const session = new pg.Client(databaseUrl);
      await session.connect();
      sessions.add(session);
      await session.query("select pg_advisory_lock($1)", [String(lockKey(GLOBAL_LOCK))]);
      return () => release(session);
    });
    for (const session of sessions) await release(session);
  },
});

/** Runs in the page, as soon as it has a place for a style. */
function dropShadows(): void {
  const style = document.createElement("style");
  style.textContent = "*, ::before, ::after { filter: none !important }";
  const observer = new MutationObserver(() => {
    if (!document.head) return;
    observer.disconnect();
    document.head.append(style);
  });
  observer.observe(document, { childList: true, subtree: true });
}

export { expect };

export async function connect(page: Page, wallet = "Test Wallet"): Promise<void> {
  await page.getByRole("button", { name: "Connect wallet" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: wallet }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

type Coin = { name: string; symbol: string; supply: string; owner?: Address };

/** Connects a wallet, fills in the form and sends it. */
export async function submitOrder(page: Page, token: Coin): Promise<void> {
  await page.goto("/");
  await connect(page);
  await fillOrder(page, token);
}

/** Fills in the form that is open, and sends it. */
export async function fillOrder(page: Page, token: Coin): Promise<void> {
  await page.getByLabel("Name").fill(token.name);
  await page.getByLabel("Symbol").fill(token.symbol);
  await page.getByLabel("Supply").fill(token.supply);
  if (token.owner) {
    await page.getByRole("button", { name: "Advanced" }).click();
    await page.getByRole("textbox", { name: "Owner" }).fill(token.owner);
  }
  await page.getByRole("button", { name: "Place order" }).click();
}

/** Places an order. @returns the token's address */
export async function placeOrder(page: Page, token: Coin): Promise<Address> {
  await submitOrder(page, token);
  await page.waitForURL(/\/tokens\/0x/);
  return addressOf(page);
}

/** The token whose page is open. */
export function addressOf(page: Page): Address {
  const address = new URL(page.url()).pathname.replace("/tokens/0x", "");
  return `0x${address}`;
}

/** The order as the server knows it. */
export async function fetchOrder(page: Page, address: Address): Promise<Order> {
  return (await page.request.get(`/api/tokens/${address}`)).json();
}

export async function pay(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Pay / }).click();
}

/** Pays from the wallet without the page, and with no end to the time for it. */
export async function payDirectly({ client }: TestWallet, order: Order, valueWei: bigint): Promise<void> {
  const hash = await client.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "pay",
    args: [order.address],
    value: valueWei,
  });
  await chain.waitForTransactionReceipt({ hash });
}

/** Has the token made for a wallet's own open payment, without the page and without the server. */
export async function deliverDirectly({ client, address }: TestWallet, order: Order): Promise<void> {
  const hash = await client.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode ?? "0x", address, BigInt(order.price)],
  });
  await chain.waitForTransactionReceipt({ hash });
}

/** Whose payment was taken for the token, by the chain's word. */
export function buyerOf({ checkout, address }: Order): Promise<Address> {
  return chain.readContract({ address: checkout, abi: checkoutAbi, functionName: "buyer", args: [address] });
}

export async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.getByTestId("order-status")).toHaveAttribute("data-status", status);
}

/** Leaves a page that is opened from now on nothing but to ask for its order again and again. */
export async function withoutStream(page: Page): Promise<void> {
  await page.route("**/events?*", (route) => route.abort());
}

/** Has a page believe that its tab is in front or not. */
export async function look(page: Page, state: "visible" | "hidden"): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, "visibilityState", { value: now, configurable: true });
    Object.defineProperty(document, "hidden", { value: now === "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    window.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

/** The server's own answer, but for the lie. */
export async function tamper(route: Route, lie: Partial<Order>): Promise<void> {
  const response = await route.fetch();
  const order: Order = await response.json();
  await route.fulfill({ response, json: { ...order, ...lie } });
}
