import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { LOCALE_COOKIE, locales, type Locale } from "#app/_words/locales.ts";
import { isDeep } from "../browser/depth.ts";
import { expect, test } from "../browser/fixtures.ts";
import { testParts } from "../browser/test-parts.ts";
import { formStates } from "./form-states.ts";
import { orderStates } from "./order-states.ts";
import { rareStates } from "./rare-states.ts";
import { sayIn, type State } from "./state.ts";
import { troubleStates } from "./trouble-states.ts";

/**
 * Every page in every state, looked at in both languages, three widths and both themes, and at twice its size: for anything
 * wider than the window or cut off, and by axe, which reads no words and so looks in one language. Where `LOOKS_FOLDER` names a folder each look is written into it as a picture, for people.
 * Tests that are not to take long look at the narrowest in one language and theme, and not at what is rare.
 */

const folder = process.env["LOOKS_FOLDER"];
const languages = isDeep ? locales : (["en"] as const);
const widths = isDeep ? [1280, 390, 320] : [320];
/** To zoom is to have half as many pixels of the page's own; or letters alone are larger. */
const twice = [
  { how: "zoomed", width: 640, letters: "100%" },
  { how: "in large letters", width: 1280, letters: "200%" },
];
const themes = isDeep ? (["light", "dark"] as const) : (["light"] as const);
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
/** WCAG 2.2 AA, and what axe holds to be good practice besides. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

test.use({ shadows: true });

for (const state of [...formStates, ...orderStates, ...(isDeep ? [...rareStates, ...troubleStates] : [])])
  test(`${state.name}: accessible and within the window, whoever looks`, async ({ person, holdDeploys }) => {
    test.setTimeout(180_000);
    const { page, context, wallet } = await person(undefined, undefined, state.logs);
    try {
      const path = await state.prepare({ page, context, wallet, holdDeploys });
      for (const locale of languages) await lookAt(page, path, state, locale);
    } finally {
      await state.restore?.();
    }
  });

async function lookAt(page: Page, path: string, state: State, locale: Locale): Promise<void> {
  const say = sayIn(locale);
  const url = new URL(path, testParts().url);
  await page.context().addCookies([{ name: LOCALE_COOKIE, value: locale, url: url.origin }]);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(url.href);
  await state.arrange?.(page, say);
  await expect(state.shows(page, say)).toBeVisible();
  for (const { how, width, letters } of isDeep ? twice : []) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters);
    await expectWithin(page, `${locale}, ${how}`);
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await expectWithin(page, `${locale} at ${width} px`);
    await expect.poll(() => page.evaluate(cutOff), { message: `${locale} at ${width} px` }).toEqual([]);
    // A theme changes no widths: without axe or a picture there would be nothing more to see in the other one.
    for (const colorScheme of locale === "en" || folder ? themes : []) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(finishAnimations);
      if (locale === "en") await expectAccessible(page, colorScheme, `${colorScheme}, ${width} px`);
      if (folder)
        await page.screenshot({
          path: `${folder}/${state.name}/${locale}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
    }
  }
}

/** Runs in the page: nothing waits for frames, of which a browser without a window may draw none. */
function finishAnimations(): void {
  for (const animation of document.getAnimations())
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
}

async function expectWithin(page: Page, message: string): Promise<void> {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overflow, { message }).toBeLessThanOrEqual(0);
}

/** Runs in the page: what reaches beyond a receipt's paper, whose torn edge hides it, and is not shortened to an ellipsis. */
function cutOff(): string[] {
  return [...document.querySelectorAll(".receipt-paper")].flatMap((paper) => {
    const edge = paper.getBoundingClientRect().right + 1;
    const isBeyond = (element: Element) => element.getBoundingClientRect().right > edge;
    const isShortened = ({ parentElement }: Element) => {
      const line = parentElement?.closest(".truncate");
      return line ? !isBeyond(line) : false;
    };
    const beyond = [...paper.querySelectorAll("*")].filter((each) => isBeyond(each) && !isShortened(each));
    return beyond.map(({ textContent }) => textContent ?? "");
  });
}

async function expectAccessible(page: Page, theme: (typeof themes)[number], where: string): Promise<void> {
  // Without frames there is nothing to gather in a page of its own, which takes longer than to look.
  // Nor are lines of code looked at, thousands of which stand on some pages and are all alike.
  const axe = new AxeBuilder({ page })
    .setLegacyMode(true)
    .exclude("pre")
    .options({ resultTypes: ["violations"] });
  const look = async () => {
    // The themes differ in their colours alone.
    const tagged = theme === "light" ? axe.withTags(TAGS) : axe.withRules(COLOUR_RULES);
    const { violations } = await tagged.analyze();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
    );
  };
  // The browser may still be about to draw the other theme.
  await expect.poll(look, { message: where }).toEqual([]);
}
