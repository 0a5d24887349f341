import type { Hex } from "viem";
import type { Order } from "#lib/shared/order.ts";
import { passTime, raiseGasPrice } from "../browser/browser-chain.ts";
import { TestWallet } from "../browser/browser-wallet.ts";
import {
  connect,
  deliverDirectly,
  expectStatus,
  fetchOrder,
  pay,
  payDirectly,
  placeOrder,
  SERVER_FAILED,
  tamper,
  withoutStream,
} from "../browser/fixtures.ts";
import { takeDatabaseAway } from "../browser/database-away.ts";
import { toFormerCheckout } from "../browser/former-checkout.ts";
import { keepFromChain, unreachable } from "../browser/keep-from-chain.ts";
import { coin, FAR, OFFER_SECONDS, REFUND_DELAY } from "./example.ts";
import { goOn, hold } from "./held-deploys.ts";
import type { Scene, State } from "./state.ts";

/** What few orders come to: what went wrong, with the server, the payment or the delivery. */
export const troubleStates: State[] = [
  {
    name: "order that is another than its address says",
    prepare: async ({ page }) => {
      await withoutStream(page);
      const { address } = await place(page);
      await answer(page, address, { owner: FAR });
      return `/tokens/${address}`;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("panels.differs") }),
  },
  {
    name: "order that nobody answers for",
    prepare: async ({ page, wallet }) => {
      await withoutStream(page);
      const { address } = await place(page);
      await page.route("**/api/tokens/**", (route) => route.abort());
      await keepFromChain(page, wallet, unreachable());
      return `/tokens/${address}`;
    },
    shows: (page, say) => page.getByText(say("panels.chainUnreachable")),
  },
  ...(["replaced", "reverted"] as const).map((ended): State => ({
    name: `payment that was ${ended}`,
    prepare: async ({ page }) => {
      const order = await place(page);
      await remember(page, order, { ended, isUnseen: false });
      return `/tokens/${order.address}`;
    },
    shows: (page, say) =>
      page.getByText(say(ended === "replaced" ? "panels.paymentReplaced" : "panels.paymentReverted")),
  })),
  {
    name: "payment that no node knows",
    prepare: async ({ page }) => {
      const order = await place(page);
      await remember(page, order, { ended: null, isUnseen: true });
      return `/tokens/${order.address}`;
    },
    shows: (page, say) => page.getByText(say("panels.paymentUnseen")),
  },
  {
    name: "payment that came too late",
    prepare: async ({ page, wallet }) => {
      const order = await place(page);
      await passTime(OFFER_SECONDS + 60);
      await raiseGasPrice(1_000);
      await payDirectly(wallet, order, BigInt(order.price));
      await page.getByRole("heading", { name: "The payment came too late" }).waitFor();
      return `/tokens/${order.address}`;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("panels.tooLate") }),
    restore: () => raiseGasPrice(1),
  },
  {
    name: "waiting for the next attempt, and money that is due back",
    prepare: async (scene) => {
      const path = await payAndHold(scene);
      await passTime(REFUND_DELAY);
      return path;
    },
    shows: (page) => page.getByTestId("deploy-wait"),
    restore: goOn,
  },
  {
    name: "waiting no more",
    prepare: payAndHold,
    arrange: async (page, say) => page.getByRole("button", { name: say("deploy.stop"), exact: true }).click(),
    shows: (page, say) => page.getByRole("heading", { name: say("deploy.stopped") }),
    restore: goOn,
  },
  {
    name: "delivery that was refused",
    prepare: async ({ page, wallet, holdDeploys }) => {
      await withoutStream(page);
      const order = await place(page);
      await hold({ holdDeploys });
      await answer(page, order.address, { status: "failed", failure: "It reverted." });
      await payDirectly(wallet, order, BigInt(order.price));
      return `/tokens/${order.address}`;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("deploy.refused") }),
    restore: goOn,
  },
  {
    name: "token that was made for another's money",
    prepare: async ({ page, wallet, holdDeploys }) => {
      const order = await place(page);
      await hold({ holdDeploys });
      await payDirectly(wallet, order, BigInt(order.price));
      const other = new TestWallet();
      await other.fund();
      await payDirectly(other, order, BigInt(order.price));
      await deliverDirectly(other, order);
      await goOn();
      await expectStatus(page, "deployed");
      await passTime(REFUND_DELAY);
      return `/tokens/${order.address}`;
    },
    shows: (page, say) => page.getByRole("region", { name: say("ownActs.refundLabel") }),
    restore: goOn,
  },
  tokenThatTheServerHasNotHeardOf(),
  {
    name: "order of an earlier version",
    prepare: async ({ page }) => `/tokens/${(await toFormerCheckout(await place(page))).address}`,
    shows: (page, say) => page.getByRole("heading", { name: say("panels.former") }),
  },
  pageThatCouldNotBeMade(),
];

/** Another one for each look: a server that can be reached hears of it soon. */
function tokenThatTheServerHasNotHeardOf(): State {
  let scene: Scene;
  return {
    name: "token that the server has not heard of",
    prepare: async (asked) => {
      scene = asked;
      await scene.page.goto("/");
      await connect(scene.page);
      return "/tokens";
    },
    arrange: async (page, say) => {
      const { wallet } = scene;
      await page.unroute("**/api/**");
      await withoutStream(page);
      const placed = await page.request.post("/api/tokens", { data: { ...coin, deployer: wallet.address } });
      const order: Order = await placed.json();
      await page.goto(`/tokens/${order.address}`);
      await page.getByRole("heading", { name: say("pay.title") }).waitFor();
      await page.route("**/api/**", (route) => route.abort());
      await payDirectly(wallet, order, BigInt(order.price));
      await deliverDirectly(wallet, order);
    },
    shows: (page, say) =>
      page.getByRole("heading", { name: say("panels.exists").replace("{name}", coin.name) }),
  };
}

function pageThatCouldNotBeMade(): State {
  let bringBack: (() => Promise<void>) | undefined;
  return {
    name: "page that could not be made",
    prepare: async ({ page }) => {
      const { address } = await place(page);
      bringBack = await takeDatabaseAway();
      return `/tokens/${address}`;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("shell.broken") }),
    logs: SERVER_FAILED,
    restore: async () => bringBack?.(),
  };
}

async function place(page: Scene["page"]): Promise<Order> {
  return fetchOrder(page, await placeOrder(page, coin));
}

async function payAndHold({ page, holdDeploys }: Scene): Promise<string> {
  const { address } = await place(page);
  await hold({ holdDeploys });
  await pay(page);
  await page.getByTestId("deploy-wait").waitFor();
  return `/tokens/${address}`;
}

/** Has the server tell a page of an order by what it says, but for the lie. */
async function answer(page: Scene["page"], address: Hex, lie: Partial<Order>): Promise<void> {
  await page.route(`**/api/tokens/${address}*`, (route) => tamper(route, lie));
}

/** Has this browser believe that its wallet sent a payment a while ago. */
async function remember(
  page: Scene["page"],
  { chainId, address }: Order,
  news: { ended: string | null; isUnseen: boolean },
): Promise<void> {
  const sent = { hash: `0x${"5a".repeat(32)}`, sentAt: Date.now() - 61_000, nonce: null, ...news };
  await page.evaluate(
    ([key = "", value = ""]) => localStorage.setItem(key, value),
    [`coinwright:payment:${chainId}:${address}`, JSON.stringify(sent)],
  );
}
