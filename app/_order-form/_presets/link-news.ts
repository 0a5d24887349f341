import * as z from "zod/mini";
import { tabKept } from "#app/_client/kept.ts";
import { storedDraft, type Draft } from "#app/_order-form/_draft/stored-draft.ts";
import { linkKeys, type LinkKey } from "./form-link.ts";

/** What a link has put into the form of this tab, as long as its order is not placed. */
export type LinkNews = {
  isFilled: boolean;
  ignored: LinkKey[];
  /** Empty where it named none. */
  owner: string;
  /** What was being filled in before; null where nothing was. */
  before: Draft | null;
};

const KEY = "coinwright:link";
const stored = z.object({
  isFilled: z.boolean(),
  ignored: z.array(z.enum(linkKeys)),
  owner: z.string(),
  before: z.nullable(storedDraft),
});

let current: LinkNews | null | undefined;
const listeners = new Set<() => void>();

/** The same object until it changes. It outlasts a reload, as what the link has filled in does. */
export function readLinkNews(): LinkNews | null {
  current ??= load();
  return current;
}

export function keepLinkNews(news: LinkNews): void {
  current = news;
  tabKept.setItem(KEY, JSON.stringify(news));
  for (const listener of listeners) listener();
}

/** The next form is nobody's. */
export function forgetLinkNews(): void {
  current = null;
  tabKept.removeItem(KEY);
  for (const listener of listeners) listener();
}

export function subscribeLinkNews(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function load(): LinkNews | null {
  try {
    return stored.safeParse(JSON.parse(tabKept.getItem(KEY) ?? "null")).data ?? null;
  } catch {
    return null;
  }
}
