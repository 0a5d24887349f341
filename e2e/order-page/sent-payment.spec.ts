import type { Page } from "@playwright/test";
import { parseGwei, type Hex } from "viem";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { chain, holdBlocks, releaseBlocks } from "../browser/browser-chain.ts";
import { TestWallet } from "../browser/browser-wallet.ts";
import {
  deliverDirectly,
  expect,
  expectStatus,
  fetchOrder,
  pay,
  payDirectly,
  placeOrder,
  test,
  tamper,
  withoutStream,
} from "../browser/fixtures.ts";
import { keepFromChain } from "../browser/keep-from-chain.ts";

/** What a page says of a payment that does not arrive as its wallet has said, and of one that the chain has. */

const coin = { name: "Sent Coin", symbol: "SENT", supply: "5000" };
/** More than what the page's own transactions offer, as a wallet has to that replaces one. */
const QUICKER = { maxFeePerGas: parseGwei("3000"), maxPriorityFeePerGas: parseGwei("100") };

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("a payment that was cancelled in the wallet is said to be replaced, and can be made again", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await placeOrder(page, coin);
  await holdBlocks();
  await pay(page);
  const nonce = await sentNonce(page);
  await wallet.client.sendTransaction({ to: wallet.address, value: 0n, nonce, ...QUICKER });
  await chain.mine({ blocks: 1 });
  await expect(page.getByText("Another transaction has taken the place of your payment")).toBeVisible({
    timeout: 30_000,
  });
  await releaseBlocks();
  await pay(page);
  await expectStatus(page, "deployed");
});

test("a payment that was sped up in the wallet arrives under another hash, and nobody is asked again", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await holdBlocks();
  await pay(page);
  const nonce = await sentNonce(page);
  const hash = await wallet.client.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "pay",
    args: [order.address, BigInt(Math.floor(Date.parse(order.expiresAt) / 1_000))],
    value: BigInt(order.price),
    nonce,
    // Not tried before it is sent: with the payment that waits already the chain would refuse it.
    gas: 200_000n,
    ...QUICKER,
  });
  await releaseBlocks();
  await expectStatus(page, "deployed");
  await expect.poll(async () => (await fetchOrder(page, order.address)).payTx).toBe(hash);
  await expect(page.getByTestId("receipt")).toContainText(hash.slice(0, 8));
});

test("of a payment that no node knows only that is said; paying again is warned about, and the chain decides", async ({
  person,
}) => {
  const { page, wallet } = await person();
  const order = await fetchOrder(page, await placeOrder(page, coin));
  // As a Safe does, which answers with a hash of its own.
  await remember(page, order, `0x${"5a".repeat(32)}`);
  await page.reload();
  await expect(page.getByText(/^No node knows your payment/)).toBeVisible();
  await expect(page.getByText(/Checkout refuses a second one/)).toBeVisible();
  await expect(page.getByText(/no money moved/i)).toBeHidden();
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  await payDirectly(wallet, order, BigInt(order.price));
  await expectStatus(page, "deployed");
  await expect(page.getByTestId("receipt")).not.toContainText("0x5a5a");
});

test("what was read of a payment before the token was there never stands beside the token", async ({
  person,
  holdDeploys,
}) => {
  const { page, wallet } = await person();
  await withoutStream(page);
  const order = await fetchOrder(page, await placeOrder(page, coin));
  await holdDeploys();
  await payDirectly(wallet, order, BigInt(order.price));
  const waiting = page.getByText(/wait for your token in the Checkout contract/);
  await expect(waiting).toBeVisible();
  // From here on the node is silent, and the server says that the token was made for somebody else's money.
  const silence = Promise.withResolvers<void>();
  await keepFromChain(page, wallet, silence.promise);
  const other = new TestWallet();
  await other.fund();
  await payDirectly(other, order, BigInt(order.price));
  await deliverDirectly(other, order);
  const { refundableAt } = await fetchOrder(page, order.address);
  await page.route(`**/api/tokens/${order.address}*`, (route) =>
    tamper(route, { status: "deployed", refundableAt: refundableAt ?? order.createdAt }),
  );
  await expectStatus(page, "deployed");
  await expect(page.getByRole("heading", { name: "Sent Coin exists." })).toBeVisible();
  await expect(waiting).toBeHidden({ timeout: 1_000 });
  silence.resolve();
  await expect(page.getByText(/were not taken for your token/)).toBeVisible();
  await expect(waiting).toBeHidden();
});

const keyOf = ({ chainId, address }: Order) => `coinwright:payment:${chainId}:${address}`;

/** Has this browser believe that its wallet sent a payment a while ago. */
async function remember(page: Page, order: Order, hash: Hex): Promise<void> {
  await page.evaluate(
    ([key = "", value = ""]) => localStorage.setItem(key, value),
    [
      keyOf(order),
      JSON.stringify({ hash, sentAt: Date.now() - 61_000, nonce: null, isUnseen: false, ended: null }),
    ],
  );
}

/** The nonce that the page has learned of its payment from the wallet's node. */
async function sentNonce(page: Page): Promise<number> {
  const read = () =>
    page.evaluate(() => {
      const key = Object.keys(localStorage).find((each) => each.startsWith("coinwright:payment:"));
      const nonce: unknown = JSON.parse((key && localStorage.getItem(key)) ?? "{}").nonce;
      return typeof nonce === "number" ? nonce : -1;
    });
  await expect.poll(read).toBeGreaterThanOrEqual(0);
  return read();
}
