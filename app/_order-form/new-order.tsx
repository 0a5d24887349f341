"use client";

import { useState, type ReactNode } from "react";
import { useConnection } from "wagmi";
import { wordsOf } from "#app/_client/words.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { formatPrice } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useWalletDialog } from "#app/_wallet/wallet-dialog.tsx";
import { AdvancedFields } from "./advanced-fields.tsx";
import { DraftReceipt } from "./draft-receipt.tsx";
import { changeDraft, type Draft } from "./draft.ts";
import { FeatureFields } from "./feature-fields.tsx";
import { NetworkField } from "./network-field.tsx";
import { ReceiptFold, TotalBar } from "./receipt-fold.tsx";
import { TokenFields, type OrderFormApi } from "./token-fields.tsx";
import { useDraft } from "./use-draft.ts";
import { usePlaceOrder } from "./use-place-order.ts";
import { useQuote } from "./use-quote.ts";

const FORM_ID = "order-form";

/** The form, and beside it the receipt of what it holds. */
export function NewOrder() {
  const { chains } = usePublicConfig();
  const { form, draft } = useDraft();
  const quote = useQuote(form, draft);
  const placing = useSubmit(form, draft);
  const [isReceiptOpen, setIsReceiptOpen] = useState(false);
  const fold = { open: isReceiptOpen, onToggle: () => setIsReceiptOpen((open) => !open) };
  const chain = chains.find(({ id }) => id === draft?.chainId) ?? chains[0];
  const problem = placing.problem ?? quote.problem;
  const button = (
    <Button
      type="submit"
      form={FORM_ID}
      disabled={!draft}
      aria-disabled={placing.isPlacing}
      className="min-h-12 px-7 text-base disabled:opacity-100"
    >
      {placing.isPlacing ? "Placing…" : "Place order"}
    </Button>
  );
  return (
    <div>
      <div className="grid gap-x-20 gap-y-8 py-10 sm:py-14 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div>
          <Introduction />
          <form id={FORM_ID} onSubmit={placing.submit} noValidate className="mt-10">
            <fieldset disabled={!draft} className="space-y-7">
              <NetworkField chainId={draft?.chainId} onChange={(chainId) => changeDraft({ chainId })} />
              <TokenFields form={form} />
              <FeatureFields form={form} />
              <AdvancedFields form={form} />
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
      >
        {button}
      </TotalBar>
    </div>
  );
}

function useSubmit(form: OrderFormApi, draft: Draft | null) {
  const { address: deployer } = useConnection();
  const openWalletDialog = useWalletDialog();
  const placing = usePlaceOrder(form.setError);
  const isPlacing = placing.isPending || placing.isSuccess;
  const submit = form.handleSubmit((token) => {
    if (!draft || isPlacing) return;
    if (!deployer) openWalletDialog();
    else placing.mutate({ ...token, salt: draft.salt, chainId: draft.chainId, deployer });
  });
  return { submit, isPlacing, problem: placing.error ? wordsOf(placing.error) : undefined };
}

function Introduction() {
  return (
    <>
      <h1 className="text-4xl font-semibold tracking-[-0.035em] text-balance sm:text-[3.25rem] sm:leading-[1.05]">
        Order a token.
      </h1>
      <p className="mt-4 max-w-[46ch] text-lg leading-relaxed text-muted">
        Say what it should be and pay once. We make exactly what the receipt says, at the address printed on
        it.
      </p>
    </>
  );
}

/** Where there is room; a phone has the bar with the total instead. */
function SubmitRow({ children }: { children: ReactNode }) {
  const { address } = useConnection();
  return (
    <div className="mt-8 hidden items-center gap-5 lg:flex">
      {children}
      <p className="max-w-[36ch] text-sm leading-relaxed text-muted">
        {address
          ? "Placing an order moves no money. You pay on the next page."
          : "You will be asked for a wallet. Placing an order moves no money."}
      </p>
    </div>
  );
}
