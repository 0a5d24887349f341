import { useEffect, useSyncExternalStore } from "react";
import type { OrderFormApi } from "./_form/form-api.ts";
import { fromQuery } from "./_presets/form-link.ts";
import { keepLinkNews, readLinkNews, subscribeLinkNews, type LinkNews } from "./_presets/link-news.ts";
import { draftInHand, emptyForm, fillDraft } from "./_draft/draft.ts";

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
    const values = { ...emptyForm, ...link.values };
    const isFilled = Object.keys(link.values).length > 0;
    const before = isFilled ? draftInHand() : null;
    if (isFilled) {
      fillDraft(values, link.chainId);
      reset(values);
      void trigger(amounts.filter((key) => key in link.values));
    }
    keepLinkNews({ isFilled, ignored: link.ignored, owner: values.owner ?? "", before });
  }, [isReady, chainIds, reset, trigger]);

  return useSyncExternalStore(subscribeLinkNews, readLinkNews, () => null);
}
