import type messages from "./en.json";
import type { Locale } from "./locales.ts";

/** All the words of a language. */
export async function catalogueOf(locale: Locale): Promise<typeof messages> {
  return (await import(`./${locale}.json`)).default;
}
