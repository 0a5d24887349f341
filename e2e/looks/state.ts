import type { BrowserContext, Page } from "@playwright/test";
import type { Locale } from "#app/_words/locales.ts";
import en from "#app/_words/en.json" with { type: "json" };
import zhCN from "#app/_words/zh-CN.json" with { type: "json" };
import type { TestWallet } from "../browser/browser-wallet.ts";

/** A person in front of a browser, and what they can have happen. */
export type Scene = {
  page: Page;
  context: BrowserContext;
  wallet: TestWallet;
  holdDeploys: () => Promise<() => Promise<void>>;
};

/** A page as people may find it. */
export type State = {
  name: string;
  /** Has everything come to it, in English, whatever that takes. @returns the path, or the whole address, of its page */
  prepare: (scene: Scene) => Promise<string>;
  /** What is done on the page itself, in any language, each time that it is opened. */
  arrange?: (page: Page, say: Say) => Promise<void>;
  /** What is there once the page has come to it. */
  shows: (page: Page, say: Say) => ReturnType<Page["locator"]>;
  /** What is written on the browser's console then. */
  logs?: RegExp;
  /** Leaves everything as whoever comes next expects it. */
  restore?: () => Promise<void>;
};

/** The words of a catalogue by their key, such as `form.place`. */
export type Say = (key: string) => string;

const catalogues: Record<Locale, unknown> = { en, "zh-CN": zhCN };

export function sayIn(locale: Locale): Say {
  return (key) => {
    let found = catalogues[locale];
    for (const part of key.split(".")) found = isTree(found) ? found[part] : undefined;
    if (typeof found !== "string") throw new Error(`There are no words for ${key}.`);
    return found;
  };
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
