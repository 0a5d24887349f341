import { useTranslations } from "next-intl";
import { memo } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { AddressBlock } from "#app/_receipt/address-block.tsx";
import { OperatorLine } from "#app/_receipt/operator-line.tsx";
import { PriceLines } from "#app/_receipt/price-lines.tsx";
import { Pledge, ReceiptHead, ReceiptPaper, ReceiptRule } from "#app/_receipt/receipt.tsx";
import { StatusStamp } from "#app/_receipt/stamp.tsx";
import { TokenLines } from "#app/_receipt/token-lines.tsx";
import type { Order } from "#lib/shared/order.ts";
import type { SentPayment } from "../_live/sent-payment.ts";
import type { TokenFacts } from "../_live/use-token-facts.ts";
import { OrderHistory } from "./order-history.tsx";
import { isChangeable, TokenNow } from "./token-now.tsx";

const BARS = 32;

type Props = {
  order: Order;
  /** A payment that is on its way. */
  confirming: SentPayment | null;
  /** What the chain says of the token now; undefined while that is not known. */
  facts: TokenFacts | undefined;
};

/**
 * The receipt of an order, stamped as things happen. Its lower part comes off once the token exists. Most answers of the
 * server and of the chain change nothing of it, and it is more than half of the page.
 */
export const OrderReceipt = memo(function OrderReceipt({ order, confirming, facts }: Props) {
  const words = useTranslations("receipt");
  const ordering = useTranslations("order");
  const chain = usePublicChain(order.chainId);
  const isDeployed = order.status === "deployed";
  return (
    <section aria-label={words("label")} data-testid="receipt">
      <ReceiptPaper
        stub={isDeployed ? <Stub order={order} /> : <Pledge />}
        torn={isDeployed}
        className="animate-print"
      >
        <ReceiptHead title={ordering("title")} network={chain.name} />
        <div className="flex h-24 items-center justify-center">
          <StatusStamp status={order.status} size="large" rotate={-6} />
        </div>
        <TokenLines token={order} />
        {facts && isChangeable(order) && (
          <>
            <ReceiptRule />
            <TokenNow order={order} facts={facts} />
          </>
        )}
        <ReceiptRule />
        <AddressBlock
          address={order.address}
          heading={words(isDeployed ? "livesAt" : "willLiveAt")}
          hint=""
        />
        <ReceiptRule />
        <PriceLines order={order} currency={chain.nativeCurrency.symbol} />
        <ReceiptRule />
        <OrderHistory order={order} confirming={confirming} explorerUrl={chain.explorerUrl} />
      </ReceiptPaper>
    </section>
  );
});

/** What the customer keeps. */
function Stub({ order }: { order: Order }) {
  const words = useTranslations("order");
  return (
    <div className="text-center">
      <p className="text-base font-semibold wrap-anywhere">
        {order.name} · {order.symbol}
      </p>
      <p className="mt-1 mb-4 text-xs break-all text-muted">{order.address}</p>
      <Barcode address={order.address} />
      <p className="mt-4 text-muted">{words("thanks")}</p>
      <OperatorLine />
    </div>
  );
}

/** Bars as wide as an address's digits are large. Decoration: what they say is printed on the receipt in full. */
function Barcode({ address }: { address: string }) {
  const { bars, width } = layOut(address);
  return (
    <svg
      viewBox={`0 0 ${width} 20`}
      preserveAspectRatio="none"
      className="h-9 w-full fill-ink/80"
      aria-hidden
    >
      {bars.map((bar) => (
        <rect key={bar.x} x={bar.x} width={bar.width} height="20" />
      ))}
    </svg>
  );
}

function layOut(address: string): { bars: { x: number; width: number }[]; width: number } {
  const bars: { x: number; width: number }[] = [];
  let end = 0;
  for (let index = 0; index < BARS; index++) {
    const width = 1 + (Number.parseInt(address.charAt(2 + index), 16) % 4);
    bars.push({ x: end, width });
    end += width + 1 + (index % 2);
  }
  return { bars, width: end };
}
