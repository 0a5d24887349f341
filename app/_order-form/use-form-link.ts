import { useEffect, useSyncExternalStore } from "react";
import type { OrderFormApi } from "./_form/form-api.ts";
import { fromQuery } from "./_presets/form-link.ts";
import { takeLink } from "./_presets/take-link.ts";
import { keepLinkNews, readLinkNews, subscribeLinkNews, type LinkNews } from "./_presets/link-news.ts";
import { currentDraft } from "./_draft/draft.ts";

/** What may be right by itself, and wrong with the rest. */
const amounts = ["supply", "cap"] as const;

/**
 * Fills the form with what the page's address says, and takes it out of the address, so that a reload keeps what was
 * changed since.
 * @param isReady whether there is a draft to fill
 * @returns what a link has filled in, in this tab
 */
export function useFormLink(
  { reset, trigger }: OrderFormApi,
  isReady: boolean,
  chainIds: readonly number[],
): LinkNews | null {
  useEffect(() => {
    if (!isReady) return;
    const link = fromQuery(new URLSearchParams(window.location.search), chainIds);
    if (!link) return;
    window.history.replaceState(null, "", window.location.pathname);
    const news = takeLink(link);
    if (news.isFilled) {
      reset(currentDraft()?.values);
      void trigger(amounts.filter((key) => key in link.values));
    }
    keepLinkNews(news);
  }, [isReady, chainIds, reset, trigger]);

  return useSyncExternalStore(subscribeLinkNews, readLinkNews, () => null);
}
