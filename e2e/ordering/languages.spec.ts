import type { Page } from "@playwright/test";
import { expect, expectStatus, placeOrder, test } from "../browser/fixtures.ts";
import { expectChinese, expectToFit } from "../browser/reading.ts";

/** Each page in the language of whoever reads it. */

const chinese = { locale: "zh-CN" };
const coin = { name: "Copper Penny", symbol: "PENNY", supply: "1000000" };
const names = Object.values(coin);

test("a page is in the browser's language until another is chosen, which is remembered", async ({
  person,
}) => {
  const { page, context } = await person(chinese);
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page).toHaveTitle("Coinwright：订购代币");
  await page.getByLabel("名称").fill("x");
  await page.getByLabel("名称").fill("");
  await expect(page.getByText("请填写名称。")).toBeVisible();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByText("The name is required.")).toBeVisible();
  await expect(page.getByRole("link", { name: "New token" }).first()).toBeVisible();
  const tab = await context.newPage();
  await tab.goto("/tokens");
  await expect(tab.locator("html")).toHaveAttribute("lang", "en");
  await tab.getByRole("button", { name: "简体中文" }).click();
  await expect(tab.locator("html")).toHaveAttribute("lang", "zh-CN");
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ name: "coinwright-locale", value: "zh-CN", sameSite: "Lax" });
});

test("from the form to the token in Chinese, with no English left on the way", async ({ person }) => {
  // Every page is looked at in three widths.
  test.slow();
  const { page } = await person(chinese);
  await page.goto("/");
  await expectChinese(page, names);
  await page.getByRole("button", { name: "高级选项" }).click();
  for (const feature of await page.getByRole("checkbox").all()) await feature.check();
  await expectChinese(page, names);
  await expectToFit(page);

  await connectInChinese(page);
  await page.getByLabel("名称", { exact: true }).fill(coin.name);
  await page.getByLabel("符号", { exact: true }).fill(coin.symbol);
  await page.getByLabel("供应量", { exact: true }).fill(coin.supply);
  await expect(page.getByTestId("token-address")).toBeVisible();
  await page.getByRole("button", { name: "提交订单" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  const payment = page.getByRole("button", { name: /^支付 / });
  await expect(payment).toBeEnabled();
  await expectChinese(page, names);
  await expectToFit(page);

  await payment.click();
  await expectStatus(page, "deployed");
  await expect(page.getByRole("heading", { name: "Copper Penny 已诞生。" })).toBeVisible();
  await expectChinese(page, names);
  await expectToFit(page);

  await page.goto("/tokens");
  await expect(page.getByRole("link", { name: /Copper Penny/ })).toBeVisible();
  await expectChinese(page, names);
  await expectToFit(page);
});

async function connectInChinese(page: Page): Promise<void> {
  await page.getByRole("button", { name: "连接钱包" }).click();
  await expectChinese(page, names);
  await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

test("what is wrong is said in Chinese, whoever finds it", async ({ person }) => {
  const { page } = await person(chinese);
  await page.goto("/");
  await page.getByRole("button", { name: "高级选项" }).click();
  const said: [field: string, text: string, words: string][] = [
    ["名称", " x", "名称的开头和结尾不能是空格。"],
    ["符号", "X".repeat(12), "符号最多 11 个字符。"],
    ["供应量", "much", "请输入数字，例如 1,000,000 或 0.5。"],
    ["小数位数", "19", "小数位数必须是 0 到 18 之间的整数。"],
    ["所有者", "0x12", "这个地址太短：少了 38 个字符。"],
  ];
  for (const [field, text, words] of said) {
    await page.getByLabel(field, { exact: true }).fill(text);
    await expect(page.getByText(words)).toBeVisible();
  }
  await expectChinese(page, ["much", "0x12", "X".repeat(12)]);
  await expectToFit(page);

  await page.reload();
  // What was entered comes back first.
  await expect(page.getByLabel("符号", { exact: true })).toHaveValue("X".repeat(12));
  await page.getByLabel("符号", { exact: true }).fill("DENIED");
  for (const [field, text] of [
    ["名称", "A"],
    ["供应量", "1"],
    ["小数位数", "2"],
    ["所有者", ""],
  ] as const)
    await page.getByLabel(field, { exact: true }).fill(text);
  await expect(page.getByText("本服务器不制作使用这个符号或相似符号的代币。")).toBeVisible();
  await expectChinese(page, ["DENIED"]);

  await page.route("**/api/quote", (route) =>
    route.fulfill({ status: 503, json: { code: "not_accepting_orders", message: "No orders." } }),
  );
  await page.getByLabel("符号", { exact: true }).fill("ALLOWED");
  await expect(page.getByText(/^本服务器暂时不接受订单/)).toBeVisible();
  await expectChinese(page, ["ALLOWED"]);
});

test("what is not there is said in Chinese", async ({ person }) => {
  const { page } = await person(chinese);
  for (const path of ["/nothing", `/tokens/0x${"1".repeat(40)}`]) {
    await page.goto(path);
    await expect(page.getByText("编号 404")).toBeVisible();
    await expectChinese(page);
    await expectToFit(page);
  }
});

test("nothing is wider than the window in English either", async ({ person }) => {
  // Every page is looked at in three widths.
  test.slow();
  const { page } = await person();
  await page.goto("/");
  await page.getByRole("button", { name: "Advanced" }).click();
  for (const feature of await page.getByRole("checkbox").all()) await feature.check();
  await expectToFit(page);
  await placeOrder(page, coin);
  await expect(page.getByRole("button", { name: /^Pay / })).toBeEnabled();
  await expectToFit(page);
  await page.goto("/tokens");
  await expectToFit(page);
});
