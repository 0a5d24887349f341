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

/** By language: to make one takes a browser as long as to draw a panel. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string): Intl.DateTimeFormat {
  // English dates as the British write them.
  const made = formats.get(locale) ?? new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, format);
  formats.set(locale, made);
  return made;
}

/** A moment in the reader's own time zone; in UTC until the browser has taken over. @param iso with a Z at its end */
export function LocalTime({ iso }: { iso: string }) {
  const locale = useLocale();
  // Not together with all else that a page does when the browser has taken over.
  const mounted = useDeferredValue(useMounted());
  return (
    <time dateTime={iso} className="whitespace-nowrap">
      {mounted ? formatOf(locale).format(new Date(iso)) : inUtc(iso)}
    </time>
  );
}

function inUtc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
