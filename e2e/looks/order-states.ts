import { parseEther } from "viem";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { chain, holdBlocks, passTime, raiseGasPrice, releaseBlocks } from "../browser/browser-chain.ts";
import { TestWallet } from "../browser/browser-wallet.ts";
import { connect, expectStatus, fetchOrder, pay, payDirectly, placeOrder } from "../browser/fixtures.ts";
import { testParts } from "../browser/test-parts.ts";
import { coin, FAR, OFFER_SECONDS, REFUND_DELAY } from "./example.ts";
import { goOn, hold } from "./held-deploys.ts";
import type { Scene, State } from "./state.ts";

/** An order's page from the first question to the day after. */
export const orderStates: State[] = [
  {
    name: "order to pay",
    prepare: ({ page }) => place(page),
    shows: payButton,
  },
  {
    name: "order to pay, for another owner",
    prepare: ({ page }) => place(page, { owner: FAR }),
    shows: (page) => page.getByRole("checkbox"),
  },
  {
    name: "order to pay, nobody connected",
    prepare: async ({ page, context }) => {
      const path = await place(page);
      await page.evaluate(() => localStorage.clear());
      await context.clearCookies();
      return path;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("pay.title") }),
  },
  {
    name: "order of another wallet",
    prepare: async ({ page }) => {
      await page.goto("/");
      await connect(page);
      const placed = await page.request.post("/api/tokens", { data: { ...coin, deployer: FAR } });
      const order: Order = await placed.json();
      return `/tokens/${order.address}`;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("pay.title") }),
  },
  {
    name: "order to pay, on another network",
    prepare: async ({ page, wallet }) => {
      const path = await place(page);
      wallet.chainId = 1;
      return path;
    },
    shows: (page, say) =>
      page.getByRole("button", { name: say("ownActs.switchTo").replace("{network}", "").trim() }),
  },
  {
    name: "order to pay, too little in the wallet",
    prepare: async ({ page, wallet }) => {
      const path = await place(page);
      await wallet.fund(parseEther("0.001"));
      return path;
    },
    shows: (page) => page.getByText("0.001 ETH"),
  },
  {
    name: "order whose price has ended",
    prepare: async ({ page, context }) => {
      const path = await place(page);
      const { expiresAt } = await fetchOrder(page, `0x${path.split("0x")[1] ?? ""}`);
      await context.clock.install({ time: Date.parse(expiresAt) + OFFER_SECONDS });
      return path;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("pay.ended") }),
  },
  {
    name: "payment on its way",
    prepare: async ({ page }) => {
      const path = await place(page);
      await holdBlocks();
      await pay(page);
      await page.getByRole("heading", { name: "Your payment is on its way" }).waitFor();
      return path;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("panels.confirming") }),
    restore: releaseBlocks,
  },
  {
    name: "token being made",
    prepare: async (scene) => {
      const path = await place(scene.page);
      await hold(scene);
      await pay(scene.page);
      await expectStatus(scene.page, "paid");
      return path;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("deploy.making") }),
    restore: goOn,
  },
  {
    name: "waiting for cheaper gas",
    prepare: async ({ page, wallet }) => {
      const order = await fetchOrder(page, await placeOrder(page, coin));
      await raiseGasPrice(100);
      await payDirectly(wallet, order, BigInt(order.price));
      await page.getByRole("heading", { name: "Waiting for cheaper gas" }).waitFor();
      return `/tokens/${order.address}`;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("panels.held") }),
    restore: () => raiseGasPrice(1),
  },
  {
    name: "payment too small, and due back",
    prepare: async ({ page, wallet }) => {
      const order = await fetchOrder(page, await placeOrder(page, coin));
      await payDirectly(wallet, order, BigInt(order.price) - 1n);
      await page.getByRole("heading", { name: "The payment is too small" }).waitFor();
      await passTime(REFUND_DELAY);
      return `/tokens/${order.address}`;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("panels.small") }),
  },
  {
    name: "money back",
    prepare: async ({ page, wallet }) => {
      const order = await fetchOrder(page, await placeOrder(page, coin));
      await payDirectly(wallet, order, BigInt(order.price) - 1n);
      await page.getByRole("heading", { name: "The payment is too small" }).waitFor();
      await passTime(REFUND_DELAY);
      await page.getByRole("button", { name: /^Take back / }).click();
      await expectStatus(page, "refunded");
      return `/tokens/${order.address}`;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("panels.refunded") }),
  },
  {
    name: "token, for its owner",
    prepare: makeToken,
    arrange: async (page, say) => {
      await page.getByRole("button", { name: say("manage.mint.title") }).click();
    },
    shows: (page, say) =>
      page.locator("form button[type=submit]").filter({ hasText: say("manage.mint.button") }),
  },
  {
    name: "token, for anybody",
    prepare: async (scene) => {
      const path = await makeToken(scene);
      await scene.page.evaluate(() => localStorage.clear());
      return path;
    },
    arrange: async (page, say) => {
      await page.getByRole("button", { name: say("publication.byHand") }).click();
    },
    shows: (page, say) => page.getByRole("button", { name: say("publication.download") }),
  },
  {
    name: "order that can't be paid now",
    prepare: async ({ page }) => {
      const path = await place(page);
      await page.route("**/api/quote", (route) =>
        route.fulfill({ status: 503, json: { code: "not_accepting_orders", message: "No orders." } }),
      );
      return path;
    },
    shows: (page, say) => page.getByRole("heading", { name: say("panels.paused") }),
  },
  {
    name: "place in the queue",
    prepare: async ({ page, wallet }) => {
      const { queueUrl } = testParts();
      await page.goto(queueUrl);
      await connect(page);
      const [mine, other] = [await orderIn(queueUrl, wallet), await orderIn(queueUrl, new TestWallet())];
      await holdBlocks();
      await Promise.all([other.pay(), mine.pay()]);
      await chain.mine({ blocks: 1 });
      await page.request.post(`${queueUrl}/api/deploy`, { data: { token: other.address } });
      return `${queueUrl}/tokens/${mine.address}`;
    },
    shows: (page) => page.getByTestId("queue-ticket"),
    restore: releaseBlocks,
  },
];

async function place(page: Scene["page"], more: { owner?: typeof FAR } = {}): Promise<string> {
  return `/tokens/${await placeOrder(page, { ...coin, ...more })}`;
}

async function makeToken({ page }: Scene): Promise<string> {
  await page.goto("/");
  for (const feature of await page.getByRole("checkbox").all()) await feature.check();
  const path = await place(page);
  await pay(page);
  await expectStatus(page, "deployed");
  return path;
}

/** An order that a wallet has placed on a server, to be paid in a block that nobody waits for. */
async function orderIn(serverUrl: string, wallet: TestWallet) {
  await wallet.fund();
  const placed = await fetch(`${serverUrl}/api/tokens`, {
    method: "POST",
    body: JSON.stringify({ ...coin, deployer: wallet.address }),
  });
  const { address, checkout, price }: Order = await placed.json();
  const payment = {
    address: checkout,
    abi: checkoutAbi,
    functionName: "pay",
    args: [address],
    value: BigInt(price),
  } as const;
  return { address, pay: () => wallet.client.writeContract({ ...payment, gas: 100_000n }) };
}

function payButton(page: Scene["page"]) {
  return page.locator("main button").filter({ hasText: /ETH/ }).first();
}
