"use client";

import { useMounted } from "./use-mounted.ts";

const format: Intl.DateTimeFormatOptions = {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
};

/** A moment in the reader's own time zone; in UTC until the browser has taken over. */
export function LocalTime({ iso }: { iso: string }) {
  const mounted = useMounted();
  const zone = mounted ? {} : { timeZone: "UTC" };
  return (
    <time dateTime={iso}>
      {new Intl.DateTimeFormat("en-GB", { ...format, ...zone }).format(new Date(iso))}
    </time>
  );
}
