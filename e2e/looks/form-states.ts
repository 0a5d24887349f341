import type { Page } from "@playwright/test";
import { connect, submitOrder, placeOrder } from "../browser/fixtures.ts";
import { testParts } from "../browser/test-parts.ts";
import { coin, FAR } from "./example.ts";
import type { Say, State } from "./state.ts";

/** The form, the lists, and all that opens over them. */
export const formStates: State[] = [
  {
    name: "form",
    prepare: async () => "/",
    shows: submitButton,
  },
  {
    name: "form, filled in",
    prepare: async ({ page }) => {
      await page.goto("/");
      await connect(page);
      return "/";
    },
    arrange: async (page, say) => {
      await fill(page, say, coin);
      await page.getByRole("button", { name: say("form.advanced"), exact: true }).click();
      await page.getByLabel(say("form.owner"), { exact: true }).fill(FAR);
      for (const feature of await page.getByRole("checkbox").all()) await feature.check();
      await page.getByRole("button", { name: say("addressChoice.title") }).click();
    },
    shows: (page) => page.getByTestId("token-address"),
  },
  {
    name: "form, all wrong",
    prepare: async () => "/",
    arrange: async (page, say) => {
      await fill(page, say, { name: "PауРаl", symbol: "X".repeat(12), supply: "much" });
      await page.getByLabel(say("form.decimals"), { exact: true }).fill("19");
      await page.getByRole("button", { name: say("form.advanced"), exact: true }).click();
      await page.getByLabel(say("form.owner"), { exact: true }).fill("0x12");
      await submitButton(page, say).click();
    },
    shows: (page, say) => page.getByText(say("issues.plainNumber")),
  },
  {
    name: "form, a name like a coin's",
    prepare: async () => "/",
    arrange: (page, say) => fill(page, say, { name: "Tether", symbol: "USDТ", supply: "1" }),
    shows: (page) => page.getByText("USDT").last(),
  },
  {
    name: "wallets to choose from",
    prepare: async () => "/",
    arrange: openWallets,
    shows: (page) => page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }),
  },
  {
    name: "account",
    prepare: async ({ page }) => {
      await page.goto("/");
      await connect(page);
      return "/";
    },
    arrange: async (page) => page.locator("header [popovertarget]").first().click(),
    shows: (page, say) => page.getByRole("button", { name: say("wallet.disconnect") }),
  },
  {
    name: "lists, nobody connected",
    prepare: async () => "/tokens",
    shows: (page, say) => page.getByText(say("list.connect")),
  },
  {
    name: "lists",
    prepare: async ({ page }) => {
      await placeOrder(page, coin);
      await submitOrder(page, { ...coin, name: `Silver Dime ${"W".repeat(40)}` }).catch(() => undefined);
      return "/tokens";
    },
    shows: (page) => page.getByRole("link", { name: "Copper Penny" }),
  },
  {
    name: "recent tokens",
    prepare: async () => "/tokens/recent",
    shows: (page, say) => page.getByRole("heading", { name: say("list.recent") }),
  },
  {
    name: "how the promise is kept",
    prepare: async () => "/how",
    shows: (page, say) => page.getByRole("heading", { name: say("how.title") }),
  },
  {
    name: "status",
    prepare: async () => "/status",
    shows: (page, say) => page.getByText(say("status.up"), { exact: true }).first(),
  },
  {
    name: "status, for the operator",
    prepare: async () => "/status",
    arrange: async (page, say) => {
      await page.getByLabel(say("status.token"), { exact: true }).fill(testParts().metricsToken);
      await page.getByRole("button", { name: say("status.show"), exact: true }).click();
    },
    shows: (page) => page.locator("svg.recharts-surface").last(),
  },
  {
    name: "source of the contract",
    prepare: async () => "/contracts/Checkout",
    shows: (page) => page.getByRole("heading", { level: 1 }),
  },
  {
    name: "no such order",
    prepare: async () => `/tokens/${FAR}`,
    shows: (page, say) => page.getByText(say("missing.order")),
  },
  {
    name: "no such page",
    prepare: async () => "/nothing",
    shows: (page, say) => page.getByText(say("missing.page")),
  },
];

async function fill(page: Page, say: Say, token: typeof coin): Promise<void> {
  await page.getByLabel(say("form.name"), { exact: true }).fill(token.name);
  await page.getByLabel(say("form.symbol"), { exact: true }).fill(token.symbol);
  await page.getByLabel(say("form.supply"), { exact: true }).fill(token.supply);
}

function submitButton(page: Page, say: Say) {
  return page.getByRole("button", { name: say("form.place") }).filter({ visible: true });
}

async function openWallets(page: Page, say: Say): Promise<void> {
  await page
    .locator("header")
    .getByRole("button", { name: say("wallet.connect") })
    .click();
}
