import { useEffect } from "react";
import { browserKept } from "#app/_client/kept.ts";
import { forgetUnpaid, useUnpaidOrders } from "#app/_client/unpaid-orders.ts";
import type { Order } from "#lib/shared/order.ts";

const KEY = "coinwright:news";

/** As the server's lists have it: paid, or made for nothing. */
export function isListed({ paidAt, status }: Pick<Order, "paidAt" | "status">): boolean {
  return paidAt !== null || status === "deployed";
}

/** Tells the lists in all tabs of this browser of an order that has come further, and keeps it no longer as unpaid. */
export function useTellOrderNews(order: Order): void {
  const { chainId, address, status } = order;
  const isNews = isListed(order);
  const isKept = useUnpaidOrders().some((each) => each.chainId === chainId && each.address === address);
  useEffect(() => {
    if (isNews && isKept) forgetUnpaid({ chainId, address });
  }, [isNews, isKept, chainId, address]);
  useEffect(() => {
    if (isNews) tellTabs(`${address}:${status}`);
  }, [isNews, address, status]);
}

/** Calls back when an order's page, in whichever tab, has seen it come further, and when a person comes back to this one. */
export function useOrderNews(onNews: () => void): void {
  useEffect(() => {
    const listen = ({ key }: StorageEvent) => {
      if (key === KEY) onNews();
    };
    window.addEventListener("storage", listen);
    window.addEventListener("focus", onNews);
    return () => {
      window.removeEventListener("storage", listen);
      window.removeEventListener("focus", onNews);
    };
  }, [onNews]);
}

/** By a change of what they share: each other tab of this browser is told of it. */
function tellTabs(news: string): void {
  browserKept.setItem(KEY, news);
}
