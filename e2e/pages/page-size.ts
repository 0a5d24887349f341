import type { Page } from "@playwright/test";

/** Bytes of a first visit, compressed as the browser has received them, before anybody touches anything. */
export type PageSize = { scripts: number; styles: number; fonts: number };

/** What a page's scripts may weigh. */
export const scriptLimits = { form: 200_000, order: 250_000 };

/** A page that has asked for nothing of its own for so long has all that it loads by itself. */
const QUIET_MS = 2_000;

/** Opens a page for the first time: its context must be new. @throws where the page does not come to rest */
export async function measureSize(page: Page, url: string): Promise<PageSize> {
  await page.goto(url);
  await page.waitForFunction((quietMs) => {
    const ends = performance.getEntriesByType("resource").flatMap((entry) => {
      const isOwn = entry.name.includes("/_next/static/");
      return isOwn && entry instanceof PerformanceResourceTiming ? entry.responseEnd : [];
    });
    return document.readyState === "complete" && performance.now() - Math.max(0, ...ends) > quietMs;
  }, QUIET_MS);
  const files = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .flatMap((entry) =>
        entry instanceof PerformanceResourceTiming
          ? [{ path: new URL(entry.name).pathname, size: entry.encodedBodySize }]
          : [],
      ),
  );
  const sizeOf = (ending: string) =>
    files.filter(({ path }) => path.endsWith(ending)).reduce((sum, { size }) => sum + size, 0);
  return { scripts: sizeOf(".js"), styles: sizeOf(".css"), fonts: sizeOf(".woff2") };
}
