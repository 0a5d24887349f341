"use client";

import { useQueries, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { HttpError } from "#app/_client/http-client.ts";
import { fetchOrder } from "#app/_client/orders-api.ts";
import { keptBody } from "#app/_client/unpaid-body.ts";
import { forgetUnpaid, useUnpaidOrders, type Unpaid } from "#app/_client/unpaid-orders.ts";
import { isListed, useOrderNews } from "#app/_orders/order-news.ts";
import { UnpaidChoices } from "#app/_orders/unpaid-choices.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { isFree, type Order } from "#lib/shared/order.ts";
import { ListSection } from "./list-section.tsx";
import { tokensKey } from "./token-list.tsx";
import { TokenRow } from "./token-row.tsx";

/** What was ordered in this browser and is in nobody's list yet, whichever wallet is connected. */
export function UnpaidOrders() {
  const words = useTranslations("list");
  const ids = useUnpaidOrders();
  const queryClient = useQueryClient();
  const results = useQueries({
    queries: ids.map((id) => ({
      queryKey: ["unpaid", id.chainId, id.address],
      queryFn: ({ signal }: { signal: AbortSignal }) => readUnpaid(queryClient, id, signal),
    })),
  });
  useOrderNews(
    useCallback(() => void queryClient.invalidateQueries({ queryKey: ["unpaid"] }), [queryClient]),
  );
  const orders = results.flatMap(({ data }) => data ?? []);
  const isIncomplete = results.some(({ isError }) => isError);
  const [forgotten, setForgotten] = useState<Order | null>(null);
  if (orders.length === 0 && !isIncomplete && forgotten === null) return null;
  const forget = (order: Order) => {
    forgetUnpaid(order);
    setForgotten(order);
  };
  return (
    <ListSection
      title={words(orders.length > 0 && orders.every(isFree) ? "notMade" : "notPaid")}
      hint={words("unpaidHint")}
    >
      {forgotten && <Forgotten key={forgotten.address} name={forgotten.name} />}
      <ul className="space-y-5">
        {orders.map((order) => (
          <TokenRow key={`${order.chainId}:${order.address}`} order={order}>
            <UnpaidChoices order={order} isOneOfMany onForget={() => forget(order)} />
          </TokenRow>
        ))}
      </ul>
      {isIncomplete && <Notice>{words("incomplete")}</Notice>}
    </ListSection>
  );
}

/** In place of what is gone, for the focus that was on it. */
function Forgotten({ name }: { name: string }) {
  const words = useTranslations("list");
  const element = useRef<HTMLParagraphElement>(null);
  useEffect(() => element.current?.focus(), []);
  return (
    <p ref={element} role="status" tabIndex={-1} className="mb-5 text-sm wrap-anywhere text-muted">
      {words("forgotten", { name })}
    </p>
  );
}

/**
 * The order as long as nobody else lists it. One that was paid is forgotten; one that the server has removed is not
 * shown, and kept for its page, which offers to place it again.
 */
async function readUnpaid(queryClient: QueryClient, id: Unpaid, signal: AbortSignal): Promise<Order | null> {
  try {
    const order = await fetchOrder(id, signal);
    if (!isListed(order)) return order;
    await queryClient.invalidateQueries({ queryKey: tokensKey });
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 404) throw error;
    if (keptBody(id)) return null;
  }
  forgetUnpaid(id);
  return null;
}
