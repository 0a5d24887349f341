import { isFree, type Order } from "#lib/shared/order.ts";
import { formatPrice } from "./format.ts";
import { ReceiptRow } from "./receipt.tsx";

type Price = Pick<Order, "price" | "priceParts">;

/** The price and what it is made of. Without one yet, the lines are there but blank, so that nothing jumps. */
export function PriceLines({ order, currency }: { order: Price | undefined; currency: string }) {
  return (
    <dl className="space-y-1">
      <ReceiptRow label="Service fee">{order ? formatPrice(order.priceParts.fee, currency) : "—"}</ReceiptRow>
      <ReceiptRow label="Network">{order ? formatPrice(order.priceParts.network, currency) : "—"}</ReceiptRow>
      <div className="pt-2">
        <ReceiptRow label="Total" strong>
          {order ? (isFree(order) ? "free" : formatPrice(order.price, currency)) : "—"}
        </ReceiptRow>
      </div>
    </dl>
  );
}
