import Negotiator from "negotiator";
import { locales, type Locale } from "./locales.ts";

const fallback: Locale = "en";
/** Reading it takes time, and a request may name thousands of languages. */
const MOST_CHARACTERS = 500;
/** By what a browser's own languages are compared: whoever reads Chinese of any kind reads ours sooner than English. */
const byLanguage: ReadonlyMap<string, Locale> = new Map([
  ["en", "en"],
  ["zh", "zh-CN"],
]);

/**
 * The language to answer in: the chosen one, else the best for the browser's own, else English.
 * @param chosen what the cookie holds, which may be anything
 * @param accepted `Accept-Language` (RFC 9110, section 12.5.4)
 */
export function chooseLocale(chosen: string | undefined, accepted: string | null): Locale {
  return locales.find((locale) => locale === chosen) ?? bestOf(accepted ?? "") ?? fallback;
}

function bestOf(accepted: string): Locale | undefined {
  const negotiator = new Negotiator({ headers: { "accept-language": accepted.slice(0, MOST_CHARACTERS) } });
  return byLanguage.get(negotiator.language([...byLanguage.keys()]) ?? "");
}
