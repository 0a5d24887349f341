import { expect, type Page } from "@playwright/test";

/** What stays Latin in any language: names, units, standards, and addresses, which may be set in two halves. */
const NOT_TRANSLATED =
  /0x[0-9a-fA-F…]*|\b[0-9a-fA-F]{21}\b|\b(?:Coinwright|COINWRIGHT|Checkout|Test Wallet|English|ETH|ERC-\d+|ENS|USDC|MetaMask|Uniswap V2|Uniswap|Trust Wallet|permit)\b/g;

const WIDTHS = [320, 390, 640, 1280];

/** All that a page says, to the eye and to who has it read aloud. */
async function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const labels = [...document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap(
      (element) =>
        ["aria-label", "title", "placeholder", "alt"].flatMap((name) => element.getAttribute(name) ?? []),
    );
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest("script, style, noscript")) texts.push(node.textContent ?? "");
    return [document.title, ...labels, ...texts];
  });
}

/** Nothing on the page is left in English. @param names what a person has called their token, and the like */
export async function expectChinese(page: Page, names: readonly string[] = []): Promise<void> {
  const foreign = (text: string) =>
    /[a-z]{2,}/i.test(
      names.reduce((rest, name) => rest.replaceAll(name, ""), text).replace(NOT_TRANSLATED, ""),
    );
  expect((await wordsOf(page)).filter(foreign)).toEqual([]);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
}

/** On a narrow phone, a phone, a desk, and a desk at 200 % nothing is wider than the window. */
export async function expectToFit(page: Page): Promise<void> {
  const size = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(overflow, { message: `${page.url()} at ${width} px` }).toBeLessThanOrEqual(0);
  }
  if (size) await page.setViewportSize(size);
}
