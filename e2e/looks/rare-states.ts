import { tokenAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { chain } from "../browser/browser-chain.ts";
import { addressOf, connect, expectStatus, fillOrder, pay } from "../browser/fixtures.ts";
import { testParts } from "../browser/test-parts.ts";
import { coin, FAR } from "./example.ts";
import type { Scene, State } from "./state.ts";

/** What few people come to see: what a link has filled in, what opens over a page, and what a token may come to. */
export const rareStates: State[] = [
  {
    name: "form, filled in by a link",
    prepare: async () => `/?name=Gift&symbol=GIFT&supply=10&decimals=no&owner=${FAR}`,
    shows: (page, say) => page.getByText(say("formLink.ownerTitle")),
  },
  {
    name: "form, with its source",
    prepare: async () => "/",
    arrange: async (page, say) => {
      await page.getByLabel(say("form.name"), { exact: true }).fill(coin.name);
      await page.getByRole("button", { name: say("source.open") }).click();
    },
    shows: (page, say) => page.getByRole("tablist", { name: say("source.tabs") }),
  },
  {
    name: "wallets, of which there is none",
    prepare: async ({ page }) => {
      await page.addInitScript(withoutTestWallet);
      return "/";
    },
    arrange: async (page, say) =>
      page
        .locator("header")
        .getByRole("button", { name: say("wallet.connect") })
        .click(),
    shows: (page) => page.getByRole("dialog").getByRole("link"),
  },
  {
    name: "question of the demo's wallet",
    prepare: async ({ page }) => {
      await page.goto("/");
      await connect(page, "Demo wallet");
      await fillOrder(page, coin);
      await page.waitForURL(/\/tokens\/0x/);
      return new URL(page.url()).pathname;
    },
    arrange: async (page) => page.locator("main button").filter({ hasText: /ETH/ }).first().click(),
    shows: (page) => page.getByRole("alertdialog"),
  },
  {
    name: "token that is paused",
    prepare: async (scene) => {
      const address = await makePausable(scene);
      const { client } = scene.wallet;
      const hash = await client.writeContract({ address, abi: tokenAbi, functionName: "pause" });
      await chain.waitForTransactionReceipt({ hash });
      return `/tokens/${address}`;
    },
    arrange: async (page, say) => page.getByRole("button", { name: say("manage.unpause.title") }).click(),
    shows: (page, say) => page.getByText(say("tokenNow.paused"), { exact: true }),
  },
  {
    name: "token that can't be read",
    prepare: async (scene) => {
      const address = await makePausable(scene);
      await scene.page.evaluate(() => localStorage.clear());
      await scene.page.route(`${testParts().rpcUrl}/**`, (route) => route.abort());
      return `/tokens/${address}`;
    },
    shows: (page, say) => page.getByText(say("tokenNow.unreadable")),
  },
  {
    name: "token's address as a code",
    prepare: async (scene) => `/tokens/${await makePausable(scene)}`,
    arrange: async (page, say) => {
      // There once the browser has taken over.
      await page.getByTestId("manage").waitFor();
      await page.getByRole("button", { name: say("token.code"), exact: true }).click();
    },
    shows: (page, say) => page.getByRole("dialog").getByRole("img", { name: say("token.codeLabel") }),
  },
];

/** Runs in the page: leaves it the demo's wallet alone. */
function withoutTestWallet(): void {
  window.addEventListener(
    "eip6963:announceProvider",
    (event) => {
      if (event instanceof CustomEvent && event.detail.info.rdns === "test.wallet")
        event.stopImmediatePropagation();
    },
    { capture: true },
  );
}

async function makePausable({ page }: Scene): Promise<Order["address"]> {
  await page.goto("/");
  await connect(page);
  await page.getByLabel(/^Pausable/).check();
  await fillOrder(page, coin);
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await expectStatus(page, "deployed");
  return addressOf(page);
}
