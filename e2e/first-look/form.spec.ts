import { connect, expect, expectStatus, pay, test } from "../browser/fixtures.ts";
import { expectChinese, expectToFit } from "../browser/reading.ts";

/** What somebody sees who comes for the first time, before they have touched anything. */

test("an untouched form orders nothing, says what is missing, and leads to the first of it", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  const placed: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/tokens")) placed.push(request.url());
  });
  await expect(page.getByLabel("Name")).toHaveValue("");
  // The price is known before anything is entered, and no address is, since there is no order.
  await expect(page.getByTestId("receipt")).toContainText(/Total.*0\.01\d* ETH/i);
  await expect(page.getByTestId("token-address")).toBeHidden();

  await page.getByRole("button", { name: "Place order" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Not filled in yet" })).toHaveText(
    "Not filled in yet: the name, the symbol, and the supply. Nothing was ordered.",
  );
  await expect(page.getByLabel("Name")).toBeFocused();
  await expect(page.getByText("The name is required.")).toBeVisible();
  await page.getByLabel("Name").fill("Copper Penny");
  await expect(page.getByText(/^Not filled in yet: the symbol and the supply/)).toBeVisible();
  await page.getByLabel("Symbol").fill("PENNY");
  await page.getByLabel("Supply").fill("1000");
  await expect(page.getByText(/^Not filled in yet/)).toBeHidden();
  await expect(page.getByTestId("token-address")).toHaveText(/^0x/);
  expect(placed).toEqual([]);
  expect(wallet.prompts).toEqual([]);
});

test("a preset fills in all but what the token is called, and is ordered as shown", async ({ person }) => {
  const { page } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Dollar Like");
  const preset = page.getByRole("button", { name: /^Stablecoin-like/ });
  await preset.click();
  await expect(preset).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("Filled in: Stablecoin-like.")).toBeAttached();
  await expect(page.getByLabel("Name")).toHaveValue("Dollar Like");
  await expect(page.getByLabel("Decimals")).toHaveValue("6");
  for (const feature of ["Burnable", "Mintable", "Pausable"])
    await expect(page.getByRole("checkbox", { name: new RegExp(`^${feature}`) })).toBeChecked();

  const governance = page.getByRole("button", { name: /^Governance/ });
  await governance.click();
  await expect(preset).toHaveAttribute("aria-pressed", "false");
  await expect(page.getByRole("checkbox", { name: /^Burnable/ })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^Votes/ })).toBeChecked();
  await expect(page.getByLabel(/^Cap/)).toHaveValue(/^20,?000,?000$/);
  await page.getByLabel("Decimals").fill("8");
  await expect(governance).toHaveAttribute("aria-pressed", "false");

  await page.getByLabel("Symbol").fill("GOV");
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await expectStatus(page, "deployed");
  await expect(page.getByTestId("receipt")).toContainText("be minted by its owner, up to 20,000,000");
});

test("what each feature means to holders is told with it, for who hears the page too", async ({ person }) => {
  const { page } = await person();
  await page.goto("/");
  await expect(page.getByRole("checkbox", { name: /^Pausable/ })).toHaveAccessibleDescription(
    /while it is paused nobody can sell/,
  );
  for (const feature of await page.getByRole("checkbox").all())
    await expect(feature).toHaveAccessibleDescription(/^Holders /);
});

test("how the promise is kept is told before anybody orders, down to the contract's source", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  const trust = page.getByRole("region", { name: "What you get, and why it is safe" });
  await expect(trust.getByRole("listitem")).toHaveCount(3);
  await expect(trust).toContainText("a service fee of 0.01 ETH");
  await expect(page.getByTestId("receipt")).toContainText("Local demo chain");
  await trust.getByRole("link", { name: "How this is kept" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How the promise is kept");
  await expectToFit(page);
  await page.getByRole("link", { name: "Read the source of Checkout" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Checkout");
  await expect(page.getByText("function deliver(")).toBeVisible();
  await expectToFit(page);
  expect((await page.request.get("/contracts/Nothing")).status()).toBe(404);
});

test("the same in Chinese", async ({ person }) => {
  const { page } = await person({ locale: "zh-CN" });
  await page.goto("/how");
  await expectChinese(page, ["CREATE2"]);
  await expectToFit(page);
  await page.goto("/tokens/recent");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("最近的代币");
  await expectToFit(page);
});

test("without JavaScript the form says what it needs, and nothing looks as if it could be filled in", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/");
  const notice = page.locator("noscript p");
  await expect(notice).toBeVisible();
  // Playwright finds no text in it.
  expect(await notice.evaluate((element) => element.textContent)).toContain("This form needs JavaScript");
  await expect(page.getByText("The form is being made ready.")).toHaveCSS("display", "none");
  await expect(page.getByLabel("Name")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Place order" }).first()).toBeDisabled();
  const opacity = await page.getByLabel("Name").evaluate((field) => Number(getComputedStyle(field).opacity));
  expect(opacity).toBeLessThan(1);
  await context.close();
});

test("before the page's code has come the form says that it is being made ready, and later that this takes long", async ({
  person,
}) => {
  const { page } = await person();
  await page.route("**/*.js", (route) => route.abort());
  await page.goto("/");
  const soon = page.getByText("The form is being made ready.");
  // Whoever has a fast line sees nothing of it.
  await expect(soon).toHaveCSS("animation-delay", "1s");
  await expect(soon).toBeVisible();
  await expect(page.getByText("Making the form ready takes longer than usual.")).toBeVisible();
  await expectToFit(page);
});

test("once the form is live it says no more that it is being made ready, and nothing has moved", async ({
  person,
}) => {
  const { page } = await person();
  const code = Promise.withResolvers<void>();
  await page.route("**/*.js", async (route) => {
    await code.promise;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  const soon = page.getByText("The form is being made ready.");
  await expect(soon).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  const before = await page.getByLabel("Name").boundingBox();
  code.resolve();
  await expect(page.getByLabel("Name")).toBeEnabled();
  await expect(soon).toHaveCount(0);
  expect(await page.getByLabel("Name").boundingBox()).toEqual(before);
});

test("who wants nothing to move is shown the receipt at once", async ({ person }) => {
  const { page } = await person({ viewport: { width: 390, height: 800 }, reducedMotion: "reduce" });
  await page.goto("/");
  await expect(page.getByLabel("Name")).toBeEnabled();
  const top = await page.getByRole("button", { name: /see the receipt/ }).evaluate(async (button) => {
    if (button instanceof HTMLElement) button.click();
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return document.querySelector("#draft-receipt")?.getBoundingClientRect().top;
  });
  expect(top).toBeLessThan(400);
});

test("what the browser does not let the page copy is said where it was asked for", async ({ person }) => {
  const { page } = await person();
  // As on a page without HTTPS.
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.goto("/");
  await connect(page);
  await page.getByLabel("Name").fill("Copied Coin");
  await page.getByLabel("Symbol").fill("COPY");
  await page.getByLabel("Supply").fill("1000");
  await page.getByRole("button", { name: "Copy token address" }).click();
  await expect(page.getByText("This browser does not let the page copy.")).toBeVisible();
  await expectToFit(page);
});
