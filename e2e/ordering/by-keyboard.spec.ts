import type { Locator, Page } from "@playwright/test";
import { connect, expect, expectStatus, fillOrder, pay, placeOrder, test } from "../browser/fixtures.ts";

/** How long a page may leave somebody without a sign of what is happening. */
const SIGN_MS = 1_000;

/** What a page has shown to whoever waits: how long after each click something changed, and the longest wait with nothing that moves. */
type Signs = { answers: number[]; unsigned: number };
declare global {
  interface Window {
    signs: Signs;
  }
}

/** How many steps somebody takes who looks for something, before it counts as not to be found. */
const MOST_STEPS = 80;

test("from the form to the token and its owner's actions by the keyboard alone, and the focus is never lost", async ({
  person,
}) => {
  test.setTimeout(180_000);
  const { page } = await person();
  await page.goto("/");
  await expect(page.getByLabel("Name", { exact: true })).toBeEnabled();
  for (const [label, text] of [
    ["Name", "Keyboard Coin"],
    ["Symbol", "KEYS"],
    ["Supply", "1000"],
  ] as const) {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  }
  await tabTo(page, page.getByLabel(/^Mintable/));
  await page.keyboard.press("Space");
  await press(page, button(page, "Place order"));
  await press(page, page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }));
  await page.waitForURL(/\/tokens\/0x/);
  await press(page, button(page, /^Pay /));
  await expectStatus(page, "deployed");
  await expectFocus(page);

  await press(page, button(page, "Mint more"));
  await tabTo(page, page.getByLabel("How many to mint"));
  await page.keyboard.type("500");
  await press(page, page.locator("form").getByRole("button", { name: "Mint", exact: true }));
  await expect(page.getByText("Minted. The receipt shows the new supply.")).toBeVisible();
  await expectFocus(page);
  await expect(page.getByTestId("token-now")).toContainText("1,500");
});

test("what takes the place of Connect and Disconnect has the focus, in the header and on the pay page", async ({
  person,
}) => {
  const { page } = await person();
  await placeOrder(page, { name: "Focus Coin", symbol: "FOCUS", supply: "1000" });
  await expect(button(page, /^Pay /)).toBeVisible();
  await disconnectByKeyboard(page);
  await expect(button(page, "Connect wallet")).toBeFocused();
  await page.keyboard.press("Enter");
  await chooseTestWallet(page);
  await expect(button(page, /^Account/)).toBeFocused();

  await disconnectByKeyboard(page);
  await press(page, button(page, "Connect a wallet to pay"));
  await chooseTestWallet(page);
  await expect(button(page, /^Pay /)).toBeFocused();
  // Who thinks better of it is where they were.
  await disconnectByKeyboard(page);
  await press(page, button(page, "Connect a wallet to pay"));
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button(page, "Connect a wallet to pay")).toBeFocused();
});

test("who manages a token keeps the focus: from another network's switch to what is done, and once that is closed", async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  await page.getByLabel(/^Pausable/).check();
  await fillOrder(page, { name: "Focus Coin", symbol: "FOCUS", supply: "1000" });
  await page.waitForURL(/\/tokens\/0x/);
  await pay(page);
  await expectStatus(page, "deployed");
  wallet.chainId = 1;
  await page.reload();
  const manage = page.getByTestId("manage");
  await press(page, manage.getByRole("button", { name: "Pause", exact: true }));
  await press(page, manage.getByRole("button", { name: /^Switch to/ }));
  await expect(manage.getByRole("button", { name: "Pause for everyone" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(manage).toContainText("Paused.");
  await expectFocus(page);
  await press(page, manage.getByRole("button", { name: "Pause", exact: true }));
  await expect(manage.getByRole("button", { name: "Pause", exact: true })).toBeHidden();
  await expectFocus(page);
  await page.keyboard.press("Tab");
  await expect(manage.locator(":focus")).toHaveCount(1);
});

test("with the demo's wallet a token takes four clicks once the form is filled in, and no page is loaded anew", async ({
  person,
}) => {
  const { page } = await person({ reducedMotion: "no-preference" });
  await page.addInitScript(watchSigns);
  await page.goto("/");
  let loads = 0;
  page.on("load", () => (loads += 1));
  await page.getByLabel("Name", { exact: true }).fill("Quick Coin");
  await page.getByLabel("Symbol", { exact: true }).fill("QUICK");
  await page.getByLabel("Supply", { exact: true }).fill("1000");
  await button(page, "Place order").click();
  await page.getByRole("dialog").getByRole("button", { name: "Demo wallet" }).click();
  await button(page, /^Pay /).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Confirm" }).click();
  await expectStatus(page, "deployed");
  await expect(page.getByRole("heading", { name: "Quick Coin exists." })).toBeVisible();
  expect(loads).toBe(0);
  const { answers, unsigned } = await page.evaluate(() => window.signs);
  expect(answers.length).toBe(4);
  expect(Math.max(...answers), "ms from a click to a change of the page").toBeLessThan(SIGN_MS);
  expect(unsigned, "ms of waiting with nothing that moves").toBeLessThan(SIGN_MS);
});

/** Runs in the page: notes how soon each click is answered, and whether something moves while an order is under way. */
function watchSigns(): void {
  const signs: Signs = { answers: [], unsigned: 0 };
  window.signs = signs;
  let clickedAt: number | null = null;
  document.addEventListener("click", ({ timeStamp }) => (clickedAt = timeStamp), { capture: true });
  new MutationObserver(() => {
    if (clickedAt === null) return;
    signs.answers.push(performance.now() - clickedAt);
    clickedAt = null;
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  let since = performance.now();
  setInterval(() => {
    // From the last click, which pays, until there is a token.
    const isUnderWay =
      signs.answers.length === 4 && document.querySelector("[data-status=deployed]") === null;
    const isMoving = document.getAnimations().some(({ playState }) => playState === "running");
    if (!isUnderWay || isMoving) since = performance.now();
    else signs.unsigned = Math.max(signs.unsigned, performance.now() - since);
  }, 100);
}

async function disconnectByKeyboard(page: Page): Promise<void> {
  await press(page, button(page, /^Account/));
  await press(page, button(page, "Disconnect"));
}

async function chooseTestWallet(page: Page): Promise<void> {
  await press(page, page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }));
  await expect(page.getByRole("dialog")).toBeHidden();
}

function button(page: Page, name: string | RegExp): Locator {
  return page.getByRole("button", { name }).filter({ visible: true });
}

/** Goes on with Tab until something has the focus, which can be seen there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target).toBeInViewport();
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${String(target)} is not reached by Tab.`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Somewhere on the page, so that whoever goes on by the keyboard goes on from there. */
async function expectFocus(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
}
