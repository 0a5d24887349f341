import { useEffect, useState } from "react";
import { isExpired } from "#app/_wallet/wallet-error.ts";
import type { Order } from "#lib/shared/order.ts";
import { usePay } from "./use-pay.ts";
import { useRenewal } from "./use-renewal.ts";

/**
 * The price of an order that is not paid: to be paid until it ends, then to be asked for anew. It has ended once this
 * browser's clock or the chain says so. What the server has offered since holds whatever the clock says, so that a
 * wrong one is in nobody's way; the chain has the last word.
 */
export function useOffer(order: Order) {
  const pay = usePay();
  const renewal = useRenewal();
  const [firstPrice] = useState(order.price);
  const isPast = useIsPast(order.expiresAt);
  const isConfirmed = renewal.data?.expiresAt === order.expiresAt;
  const isRefused = isExpired(pay.error) && pay.variables?.expiresAt === order.expiresAt;
  return {
    isOver: isRefused || (isPast && !isConfirmed),
    /** Whether the price is one that this page has asked for. */
    isRenewed: renewal.isSuccess,
    /** The one that was shown before. */
    priceBefore: renewal.variables?.price ?? firstPrice,
    pay: { ...pay, mutate: () => pay.mutate(order) },
    // What became of a payment at the old price says nothing of the new one.
    renewal: { ...renewal, mutate: () => renewal.mutate(order, { onSuccess: pay.reset }) },
  };
}

/** Whether this browser's clock has passed a moment. */
function useIsPast(iso: string): boolean {
  const [past, setPast] = useState(() => (Date.parse(iso) < Date.now() ? iso : null));
  useEffect(() => {
    const timer = setTimeout(() => setPast(iso), Date.parse(iso) - Date.now());
    return () => clearTimeout(timer);
  }, [iso]);
  return past === iso;
}
