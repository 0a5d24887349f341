import {
  changeDraft,
  currentDraft,
  draftInHand,
  emptyForm,
  fillDraft,
} from "#app/_order-form/_draft/draft.ts";
import type { FormLink } from "./form-link.ts";
import type { LinkNews } from "./link-news.ts";

/**
 * Begins the draft anew with what a link says. One that names a network alone changes that, and leaves the rest as it is.
 * @returns what there is to say of it
 */
export function takeLink({ values, chainId, ignored }: FormLink): LinkNews {
  const named = { ignored, owner: values.owner ?? "" };
  if (Object.keys(values).length > 0) {
    const before = draftInHand();
    fillDraft({ ...emptyForm, ...values }, chainId);
    return { ...named, isFilled: true, before };
  }
  const isOther = chainId !== null && chainId !== currentDraft()?.chainId;
  if (isOther) changeDraft({ chainId });
  return { ...named, isFilled: isOther, before: null };
}
