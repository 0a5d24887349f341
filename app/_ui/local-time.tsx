"use client";

import { useLocale } from "next-intl";
import { useState, useSyncExternalStore } from "react";
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

let isReady = false;
const waiting = new Set<() => void>();

/** The first date that a browser formats takes it a dozen milliseconds, which are a task of their own. */
function subscribe(listener: () => void): () => void {
  waiting.add(listener);
  if (!isReady) setTimeout(getReady);
  return () => waiting.delete(listener);
}

function getReady(): void {
  if (isReady) return;
  new Intl.DateTimeFormat().format();
  isReady = true;
  setTimeout(() => waiting.forEach((tell) => tell()));
}

/** A moment in the reader's own time zone; in the server's HTML in UTC, which is as long, until the browser can say it. */
export function LocalTime({ iso }: { iso: string }) {
  const locale = useLocale();
  const isFromServer = useFromServer();
  const isServer = typeof window === "undefined";
  // Over what the server has sent React writes nothing of what it is given here, only what follows it.
  const text =
    isFromServer && !isServer ? iso : formatOf(locale, isServer ? "UTC" : undefined).format(new Date(iso));
  return (
    <time dateTime={iso} suppressHydrationWarning className="whitespace-nowrap">
      {text}
    </time>
  );
}

/** Whether what the server has sent is still to stand, as the browser can't tell dates yet. */
function useFromServer(): boolean {
  const [isHydrated] = useState(!useMounted());
  const canTell = useSyncExternalStore(
    subscribe,
    () => isReady,
    () => false,
  );
  return isHydrated && !canTell;
}
