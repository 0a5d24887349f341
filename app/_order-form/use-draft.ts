import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { tokenForm, type TokenForm } from "#lib/shared/token.ts";
import { changeDraft, readDraft, subscribeDraft, suggestion, type Draft } from "./draft.ts";

/** The form and the draft behind it, kept in this tab's session as it changes. `draft` is null until it can be read. */
export function useDraft() {
  const draft = useStoredDraft();
  const isReady = draft !== null;
  const form = useForm<TokenForm, unknown, z.output<typeof tokenForm>>({
    resolver: zodResolver(tokenForm),
    defaultValues: suggestion,
    mode: "all",
  });
  const { reset, subscribe } = form;
  const chainIds = useChainIds();

  useEffect(() => {
    if (!isReady) return;
    reset(readDraft(chainIds).values);
    return subscribe({ formState: { values: true }, callback: ({ values }) => changeDraft({ values }) });
  }, [isReady, chainIds, reset, subscribe]);

  return { form, draft };
}

function useStoredDraft(): Draft | null {
  const chainIds = useChainIds();
  return useSyncExternalStore(
    subscribeDraft,
    () => readDraft(chainIds),
    () => null,
  );
}

function useChainIds(): [number, ...number[]] {
  const { chains } = usePublicConfig();
  return useMemo(() => {
    const [first, ...rest] = chains;
    return [first.id, ...rest.map(({ id }) => id)];
  }, [chains]);
}
