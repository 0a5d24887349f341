"use client";

import { useLocale } from "next-intl";
import { useMounted } from "./_hooks/use-mounted.ts";

const format: Intl.DateTimeFormatOptions = {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
};

/** English dates as the British write them. */
const formatOf = (locale: string) => (locale === "en" ? "en-GB" : locale);

/** A moment in the reader's own time zone; in UTC until the browser has taken over. */
export function LocalTime({ iso }: { iso: string }) {
  const locale = useLocale();
  const mounted = useMounted();
  const zone = mounted ? {} : { timeZone: "UTC" };
  return (
    <time dateTime={iso} className="whitespace-nowrap">
      {new Intl.DateTimeFormat(formatOf(locale), { ...format, ...zone }).format(new Date(iso))}
    </time>
  );
}
