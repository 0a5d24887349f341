import { useTranslations } from "next-intl";
import { isFree, type Order } from "#lib/shared/order.ts";
import { formatPrice } from "./format.ts";
import { ReceiptRow } from "./receipt.tsx";
import { useFiat } from "./use-fiat.ts";

type Price = Pick<Order, "price" | "priceParts" | "chainId">;

/** The price and what it is made of. Without one yet, the lines are there but blank, so that nothing jumps. */
export function PriceLines({ order, currency }: { order: Price | undefined; currency: string }) {
  const words = useTranslations("receipt");
  const fiat = useFiat();
  const estimate = order && fiat(order);
  return (
    <dl className="space-y-1">
      <ReceiptRow label={words("serviceFee")}>
        {order ? formatPrice(order.priceParts.fee, currency) : "—"}
      </ReceiptRow>
      <ReceiptRow label={words("network")}>
        {order ? formatPrice(order.priceParts.network, currency) : "—"}
      </ReceiptRow>
      <ReceiptRow label={words("total")} strong className="pt-2">
        {order ? (isFree(order) ? words("free") : formatPrice(order.price, currency)) : "—"}
        {estimate && <span className="block text-[0.8125rem] font-normal text-muted">{estimate}</span>}
      </ReceiptRow>
    </dl>
  );
}
