import { useLayoutEffect, useState, useSyncExternalStore } from "react";
import { useForm } from "react-hook-form";
import type * as z from "zod/mini";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import type { tokenForm, TokenForm } from "#lib/shared/token.ts";
import { changeDraft, emptyForm, isEmpty, readDraft, subscribeDraft } from "./draft.ts";
import type { Draft } from "./stored-draft.ts";
import { resumeDraft } from "./resume-draft.ts";
import { tokenResolver } from "#app/_order-form/_issues/token-resolver.ts";

/**
 * The form and the draft behind it, kept in this tab's session as it changes. `draft` is null until it may be read.
 * @param isOpen whether it may be read
 */
export function useDraft(isOpen: boolean) {
  const draft = useStoredDraft(isOpen);
  const isReady = draft !== null;
  const form = useForm<TokenForm, unknown, z.output<typeof tokenForm>>({
    resolver: tokenResolver,
    defaultValues: emptyForm,
    mode: "all",
  });
  const { reset, subscribe } = form;
  const chainIds = useChainIds();

  // Together with what lets people into the fields: later it would take back what they have typed by then.
  useLayoutEffect(() => {
    if (!isReady) return;
    resumeDraft();
    const draftNow = readDraft(chainIds);
    // Each field would be drawn again for what it shows already.
    if (!isEmpty(draftNow.values)) reset(draftNow.values);
    return subscribe({ formState: { values: true }, callback: ({ values }) => changeDraft({ values }) });
  }, [isReady, chainIds, reset, subscribe]);

  return { form, draft, chainIds };
}

function useStoredDraft(isOpen: boolean): Draft | null {
  const chainIds = useChainIds();
  return useSyncExternalStore(
    subscribeDraft,
    () => (isOpen ? readDraft(chainIds) : null),
    () => null,
  );
}

/** Taken once, as the page's configuration is: told of it again, as in another language, the form stays as it is. */
function useChainIds(): [number, ...number[]] {
  const { chains } = usePublicConfig();
  const [ids] = useState<[number, ...number[]]>(() => {
    const [first, ...rest] = chains;
    return [first.id, ...rest.map(({ id }) => id)];
  });
  return ids;
}
