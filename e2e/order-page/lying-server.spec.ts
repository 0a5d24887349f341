import type { Page } from "@playwright/test";
import { getContractAddress, type Address } from "viem";
import { onlyFeatures } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";
import {
  addressOf,
  expect,
  fetchOrder,
  placeOrder,
  submitOrder,
  tamper,
  test,
  withoutStream,
} from "../browser/fixtures.ts";

/** What a buyer's browser finds out by itself about a server that answers something else than it should. */

const coin = { name: "Own Coin", symbol: "OWN", supply: "5000" };
/** Where an order is asked for; each of these pages has no stream. */
const ORDER = /\/api\/tokens\/0x\w+\?/;
const stranger: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

test.describe("a server that lies about an order is found out before the wallet is asked", () => {
  const lies: [string, Partial<Order>, string][] = [
    ["the owner", { owner: stranger }, "the owner"],
    ["the supply", { supply: "50" }, "the supply"],
    ["its features", { features: onlyFeatures("mintable") }, "what the token can do"],
    ["the price", { price: "1" }, "the price"],
    ["who is paid", { checkout: stranger }, "the contract that is paid"],
    ["the code", { initcode: "0x600a" }, "the token's code and the address"],
  ];
  for (const [what, lie, named] of lies)
    test(what, async ({ person }) => {
      const { page, wallet } = await person();
      await withoutStream(page);
      await page.route(ORDER, (route) => tamper(route, lie));
      await placeOrder(page, coin);
      await expect(alertIn(page)).toContainText(`It differs in ${named}.`);
      await expect(page.getByRole("button", { name: /^Pay / })).toBeHidden();
      expect(wallet.prompts).toEqual([]);
    });
});

test("code for somebody else's token, at its own address, is found out before the wallet is asked", async ({
  person,
}) => {
  const { page: theirPage } = await person();
  const theirs = await fetchOrder(theirPage, await placeOrder(theirPage, { ...coin, name: "Their Coin" }));
  const { page, wallet } = await person();
  const { checkout, initcode = "0x" } = theirs;
  await withoutStream(page);
  await page.route(ORDER, async (route) => {
    const { salt }: Order = await (await route.fetch()).json();
    const address = getContractAddress({ opcode: "CREATE2", from: checkout, salt, bytecode: initcode });
    await tamper(route, { initcode, address });
  });
  await placeOrder(page, coin);
  await expect(alertIn(page)).toContainText("It differs in the name, the owner, and the address.");
  expect(wallet.prompts).toEqual([]);
});

test("a lie on the stream is found out as well", async ({ person }) => {
  const { page, wallet } = await person();
  await page.route("**/events?*", async (route) => {
    const order = { ...(await fetchOrder(page, addressOf(page))), owner: stranger, initcode: undefined };
    const body = `event: order\ndata: ${JSON.stringify(order)}\n\n`;
    await route.fulfill({ contentType: "text/event-stream", body });
  });
  await placeOrder(page, coin);
  await expect(alertIn(page)).toContainText("It differs in the owner.");
  expect(wallet.prompts).toEqual([]);
});

test("a server that takes down another order than the form's is found out before its page opens", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.route("**/api/tokens", async (route) => {
    const body: Record<string, unknown> = route.request().postDataJSON();
    await route.continue({ postData: JSON.stringify({ ...body, owner: stranger }) });
  });
  await submitOrder(page, coin);
  await expect(alertIn(page)).toContainText("another order than yours: it differs in the owner.");
  expect(new URL(page.url()).pathname).toBe("/");
  expect(wallet.prompts).toEqual([]);
});

/** Next.js has an alert of its own, outside of what a page shows. */
function alertIn(page: Page) {
  return page.getByRole("main").getByRole("alert");
}
