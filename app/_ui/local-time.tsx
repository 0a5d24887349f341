"use client";

import { useLocale } from "next-intl";
import { useDeferredValue } from "react";
import { useMounted } from "./_hooks/use-mounted.ts";

const format: Intl.DateTimeFormatOptions = {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
};

/** By language and zone: to make one takes a browser as long as to draw a panel. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, timeZone?: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  // English dates as the British write them.
  const language = locale === "en" ? "en-GB" : locale;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...format, timeZone });
  formats.set(key, made);
  return made;
}

/** A moment in the reader's own time zone; in UTC, which is as long, until the browser has taken over. */
export function LocalTime({ iso }: { iso: string }) {
  const locale = useLocale();
  // Not together with all else that a page does when the browser has taken over.
  const mounted = useDeferredValue(useMounted());
  return (
    <time dateTime={iso} className="whitespace-nowrap">
      {formatOf(locale, mounted ? undefined : "UTC").format(new Date(iso))}
    </time>
  );
}
