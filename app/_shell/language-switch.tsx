"use client";

import { useLocale, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { cn } from "#app/_ui/cn.ts";
import { LOCALE_COOKIE, localeNames, locales, type Locale } from "#app/_words/locales.ts";

const YEAR_SECONDS = 31_536_000;

/** Each language by its own name: whoever reads none of the others finds it. */
export function LanguageSwitch() {
  const words = useTranslations("shell");
  const current = useLocale();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const choose = (locale: Locale) => {
    rememberLocale(locale);
    startTransition(() => router.refresh());
  };
  return (
    <div role="group" aria-label={words("language")} aria-busy={isPending} className="flex">
      {locales.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          className={cn(
            "min-h-11 px-3 text-sm underline-offset-[6px] hover:text-ink",
            locale === current ? "text-ink underline decoration-accent decoration-2" : "text-muted",
          )}
          onClick={() => choose(locale)}
        >
          {localeNames[locale]}
        </button>
      ))}
    </div>
  );
}

/** A server reads it and never sets it, so that changing the language asks it for nothing but the page. */
function rememberLocale(locale: Locale) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
}
