import { getRequestConfig } from "next-intl/server";
import { cookies, headers } from "next/headers";
import { catalogueOf } from "./catalogue.ts";
import { chooseLocale } from "./choose-locale.ts";
import type messages from "./en.json";
import { LOCALE_COOKIE, type Locale } from "./locales.ts";

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
  }
}

/** What next-intl asks for each request: the language, by the reader unless it is said, and its words. */
export default getRequestConfig(async ({ locale: said }) => {
  const locale = said ?? (await readersLocale());
  return { locale, messages: await catalogueOf(locale), timeZone: "UTC" };
});

async function readersLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return chooseLocale(chosen, (await headers()).get("Accept-Language"));
}
