import { useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import type { Address } from "viem";
import type { TokenOnReceipt } from "#app/_receipt/_words/abilities.ts";
import { AddressBlock } from "#app/_receipt/address-block.tsx";
import { PriceLines } from "#app/_receipt/price-lines.tsx";
import { Pledge, ReceiptHead, ReceiptPaper, ReceiptRule } from "#app/_receipt/receipt.tsx";
import { TokenLines } from "#app/_receipt/token-lines.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import { mapFeatures } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { evmAddress } from "#lib/shared/address.ts";
import type { TokenForm } from "#lib/shared/token.ts";
import type { TokenControl } from "./use-quote.ts";

type Props = {
  control: TokenControl;
  chain: PublicChain;
  quote: { order: Order | undefined; address: Address | null; isCurrent: boolean };
};

/** The receipt of what the form holds, live. */
export function DraftReceipt({ control, chain, quote }: Props) {
  const words = useTranslations("form");
  const receipt = useTranslations("receipt");
  const { address: wallet } = useConnection();
  const token = toReceipt(useWatch({ control }), wallet);
  return (
    <section aria-label={receipt("label")} data-testid="receipt">
      <ReceiptPaper stub={<Pledge />}>
        <ReceiptHead title={words("draft")} network={chain.name} />
        <ReceiptRule />
        <TokenLines token={token} />
        <ReceiptRule />
        <AddressBlock
          address={quote.address}
          heading={receipt("willLiveAt")}
          hint={words(wallet ? "addressOnceValid" : "addressOnceConnected")}
        />
        <ReceiptRule />
        <div
          className={quote.order && !quote.isCurrent ? "opacity-60 transition-opacity" : "transition-opacity"}
        >
          <PriceLines order={quote.order} currency={chain.nativeCurrency.symbol} />
        </div>
      </ReceiptPaper>
    </section>
  );
}

type Watched = ReturnType<typeof useWatch<TokenForm>>;

/** What can be printed of a form that may not be valid yet. */
function toReceipt(values: Watched, wallet: Address | undefined): TokenOnReceipt {
  const { name = "", symbol = "", supply = "", decimals = Number.NaN, cap, features, owner } = values;
  return {
    name,
    symbol,
    supply: isAmount(supply) ? supply : "",
    decimals: Number.isInteger(decimals) ? decimals : null,
    features: mapFeatures(({ name: feature }) => features?.[feature] ?? false),
    cap: cap && isAmount(cap) ? cap : null,
    owner: ownerOnReceipt(owner, wallet),
  };
}

/** Blank while something else is entered than an address that can own a token: nobody is shown that will not own it. */
function ownerOnReceipt(entered: string | undefined, wallet: Address | undefined): string | null {
  if (!entered) return wallet ?? null;
  return evmAddress.safeParse(entered).data ?? "";
}

function isAmount(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}
