import type { Locator, Page } from "@playwright/test";
import { holdBlocks, releaseBlocks } from "../browser/browser-chain.ts";
import { expect, expectStatus, pay, placeOrder, test } from "../browser/fixtures.ts";

/** What a person sees and hears from the moment they have paid. */

const coin = { name: "Seen Coin", symbol: "SEEN", supply: "5000" };

// A test that failed may have held them.
test.afterEach(releaseBlocks);

test("the wait for the payment's block is the first step, and tab and live region tell each stage", async ({
  person,
}) => {
  const { page } = await person();
  await placeOrder(page, coin);
  await expect(page.getByRole("button", { name: /^Pay / })).toBeVisible();
  await expectStage(page, "Waiting for payment");
  await holdBlocks();
  await pay(page);
  await expectStage(page, "Confirming…");
  const lines = page.getByTestId("deploy-steps").getByRole("listitem");
  await expect(lines.first()).toHaveAttribute("aria-current", "step");
  await expect(lines.first()).toContainText("Waiting for your payment's block");
  await expect(lines.first()).toContainText("usually within 2 s");
  await expect(lines.first()).toContainText("takes longer than usual");
  await releaseBlocks();
  await expectStatus(page, "deployed");
  await expectStage(page, "Done");
  await page.reload();
  await expect(page).toHaveTitle("Seen Coin (SEEN) · Coinwright");
});

test("in Chinese the stages are told in Chinese", async ({ person }) => {
  const { page } = await person({ locale: "zh-CN" });
  await page.goto("/");
  await page.getByRole("button", { name: "连接钱包" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByLabel("名称").fill(coin.name);
  await page.getByLabel("符号", { exact: true }).fill(coin.symbol);
  await page.getByLabel("供应量").fill(coin.supply);
  await page.getByRole("button", { name: "提交订单" }).click();
  const payment = page.getByRole("button", { name: /^支付 / });
  await expect(payment).toBeVisible();
  await expect(page).toHaveTitle("等待付款 · Seen Coin");
  await holdBlocks();
  await payment.click();
  await expect(page).toHaveTitle("确认中… · Seen Coin");
  await releaseBlocks();
  await expect(page).toHaveTitle("完成 · Seen Coin");
});

test("on a phone what there is to do stands before the receipt in every stage, and keeps the focus", async ({
  person,
}) => {
  const { page } = await person({ viewport: { width: 390, height: 800 } });
  await placeOrder(page, coin);
  const payment = page.getByRole("button", { name: /^Pay / });
  await expect(payment).toBeVisible();
  await expectReceiptBelow(page);
  await holdBlocks();
  await payment.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("deploy-steps")).toBeVisible();
  await expectReceiptBelow(page);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
  await releaseBlocks();
  await expectStatus(page, "deployed");
  await expectReceiptBelow(page);
});

for (const reducedMotion of ["no-preference", "reduce"] as const)
  test(`while a block is awaited ${reducedMotion === "reduce" ? "nothing moves for whom that disturbs" : "something moves"}`, async ({
    person,
  }) => {
    const { page } = await person({ reducedMotion });
    await placeOrder(page, coin);
    await holdBlocks();
    await pay(page);
    await expectStage(page, "Confirming…");
    const moving = () =>
      page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);
    const expected = expect.poll(moving);
    await (reducedMotion === "reduce" ? expected.toBe(0) : expected.toBeGreaterThan(0));
    await releaseBlocks();
    await expectStatus(page, "deployed");
  });

async function expectStage(page: Page, stage: string): Promise<void> {
  await expect(page).toHaveTitle(`${stage} · ${coin.name}`);
  await expect(page.getByTestId("order-status")).toHaveText(`${coin.symbol} · ${stage}`);
}

/** As it is read, and as it is seen. */
async function expectReceiptBelow(page: Page): Promise<void> {
  const [heading, receipt] = [page.getByRole("heading", { level: 1 }), page.getByTestId("receipt")];
  const isBefore = await heading.evaluate(
    (element, other) => {
      const later = other && element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      return Boolean(later);
    },
    await receipt.elementHandle(),
  );
  expect(isBefore).toBe(true);
  const [above, below] = [await heading.boundingBox(), await receipt.boundingBox()];
  expect(above?.y ?? Infinity).toBeLessThan(below?.y ?? -Infinity);
}

test("times are the reader's own, also where the page comes from the server", async ({ person }) => {
  const { page } = await person({ timezoneId: "Asia/Kolkata" });
  await placeOrder(page, coin);
  await pay(page);
  await expectStatus(page, "deployed");
  await page.reload();
  const times = page.getByRole("main").getByRole("time");
  await expect(times.first()).toBeVisible();
  await expect.poll(() => areIn(times, "Asia/Kolkata")).toBe(true);
});

/** Whether each says the moment that it stands for, as a clock of that zone shows it. */
async function areIn(times: Locator, timeZone: string): Promise<boolean> {
  const said = await times.evaluateAll((elements) =>
    elements.map((element) => ({ text: element.textContent, iso: element.getAttribute("datetime") ?? "" })),
  );
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" });
  return said.every(({ text, iso }) => text.endsWith(clock.format(new Date(iso))));
}
