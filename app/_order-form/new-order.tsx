"use client";

import { useTranslations } from "next-intl";
import { memo, useDeferredValue, useState, type ReactNode } from "react";
import { useErrorWords } from "#app/_client/error-words.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { formatPrice } from "#app/_receipt/format.ts";
import { useFieldList } from "#app/_receipt/_words/order-fields.ts";
import { useFiat } from "#app/_receipt/use-fiat.ts";
import { useMounted } from "#app/_ui/_hooks/use-mounted.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import { AddressChoice } from "./_address/address-choice.tsx";
import { Preparing } from "./_form/preparing.tsx";
import { useRefusal } from "./_issues/use-refusal.ts";
import { CopyLink } from "./_presets/copy-link.tsx";
import { LinkNotices } from "./_presets/link-notices.tsx";
import { PresetChoice } from "./_presets/preset-choice.tsx";
import { SourceDisclosure } from "./_source/source-disclosure.tsx";
import { Trust } from "./_trust/trust.tsx";
import { AdvancedFields } from "./advanced-fields.tsx";
import { DraftReceipt } from "./draft-receipt.tsx";
import { changeDraft } from "./_draft/draft.ts";
import { FeatureFields } from "./feature-fields.tsx";
import { NetworkField } from "./network-field.tsx";
import { ReceiptFold, TotalBar } from "./receipt-fold.tsx";
import { TokenFields } from "./token-fields.tsx";
import { useDraft } from "./_draft/use-draft.ts";
import { OrderDiffers } from "./use-place-order.ts";
import { useFormLink } from "./use-form-link.ts";
import { useQuote } from "./use-quote.ts";
import { useSubmit } from "./use-submit.ts";

const FORM_ID = "order-form";

/** The form, and beside it the receipt of what it holds; it opens once the browser has taken over. */
export function NewOrder() {
  // To open it changes much of the page, which is drawn bit by bit, and not together with all else that is due then.
  const isOpen = useDeferredValue(useMounted());
  return <OrderForm isOpen={isOpen} />;
}

const OrderForm = memo(function OrderForm({ isOpen }: { isOpen: boolean }) {
  const words = useTranslations("form");
  const { chains } = usePublicConfig();
  const { form, draft, chainIds } = useDraft(isOpen);
  const linkNews = useFormLink(form, draft !== null, chainIds);
  const quote = useQuote(form, draft);
  const { note, refusal } = useRefusal(form);
  const placing = useSubmit(form, draft, note);
  const fiat = useFiat();
  const [isReceiptOpen, setIsReceiptOpen] = useState(false);
  const fold = { open: isReceiptOpen, onToggle: () => setIsReceiptOpen((open) => !open) };
  const chain = chains.find(({ id }) => id === draft?.chainId) ?? chains[0];
  const problem = useProblem(placing.error) ?? refusal ?? quote.problem;
  const button = (
    <Button
      type="submit"
      form={FORM_ID}
      disabled={!draft}
      aria-disabled={placing.isPlacing}
      className="min-h-12 px-7 text-base"
    >
      {words(placing.isPlacing ? "placing" : "place")}
    </Button>
  );
  return (
    <div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-20 gap-y-8 py-10 sm:py-14 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="min-w-0">
          <Introduction />
          <Trust chain={chain} />
          <noscript>
            <p className="mt-6 border-l-2 border-red py-1 pl-3">{words("noScript")}</p>
          </noscript>
          <LinkNotices form={form} news={linkNews} />
          <form id={FORM_ID} onSubmit={placing.submit} noValidate className="relative mt-10">
            {!draft && <Preparing />}
            {draft?.replaces && (
              <div className="mb-7">
                <Notice>{words("changing")}</Notice>
              </div>
            )}
            <fieldset disabled={!draft} className="min-w-0 space-y-7">
              <PresetChoice form={form} />
              <NetworkField chainId={draft?.chainId} onChange={(chainId) => changeDraft({ chainId })} />
              <TokenFields form={form} />
              <FeatureFields form={form} />
              <SourceDisclosure form={form} />
              <AdvancedFields form={form} chain={chain} />
              <AddressChoice
                body={quote.body}
                order={quote.isCurrent && quote.address ? quote.order : undefined}
                onFound={(salt) => changeDraft({ salt })}
              />
              <CopyLink form={form} chainId={chains.length > 1 ? chain.id : null} />
            </fieldset>
            {problem && (
              <div className="mt-6">
                <Notice tone="error">{problem}</Notice>
              </div>
            )}
            <SubmitRow>{button}</SubmitRow>
          </form>
        </div>
        <ReceiptFold {...fold}>
          <DraftReceipt control={form.control} chain={chain} quote={quote} />
        </ReceiptFold>
      </div>
      <TotalBar
        {...fold}
        total={quote.order ? formatPrice(quote.order.price, chain.nativeCurrency.symbol) : "—"}
        estimate={quote.order ? fiat(quote.order) : null}
      >
        {button}
      </TotalBar>
    </div>
  );
});

function useProblem(error: Error | null): string | undefined {
  const words = useTranslations("form");
  const wordsOf = useErrorWords();
  const fields = useFieldList(error instanceof OrderDiffers ? error.fields : []);
  if (!error) return undefined;
  return error instanceof OrderDiffers ? words("differs", { fields }) : wordsOf(error);
}

function Introduction() {
  const words = useTranslations("form");
  return (
    <>
      <h1 className="text-4xl font-semibold tracking-[-0.035em] text-balance sm:text-[3.25rem] sm:leading-[1.05]">
        {words("title")}
      </h1>
      <p className="mt-4 max-w-[46ch] text-lg leading-relaxed text-muted">{words("introduction")}</p>
    </>
  );
}

/** Where there is room; a phone has the bar with the total instead. */
function SubmitRow({ children }: { children: ReactNode }) {
  const words = useTranslations("form");
  const { address } = useConnection();
  return (
    <div className="mt-8 hidden items-center gap-5 lg:flex">
      {children}
      <p className="max-w-[36ch] text-sm leading-relaxed text-muted">
        {words(address ? "movesNoMoney" : "asksForWallet")}
      </p>
    </div>
  );
}
