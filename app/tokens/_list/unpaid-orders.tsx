"use client";

import { useQueries, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { HttpError } from "#app/_client/http-client.ts";
import { fetchOrder } from "#app/_client/orders-api.ts";
import { forgetUnpaid, useUnpaidOrders, type Unpaid } from "#app/_client/unpaid-orders.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { isFree, type Order } from "#lib/shared/order.ts";
import { ListSection } from "./list-section.tsx";
import { tokensKey } from "./token-list.tsx";
import { TokenRow } from "./token-row.tsx";

/** What was ordered in this browser and is in nobody's list yet, whichever wallet is connected. */
export function UnpaidOrders() {
  const ids = useUnpaidOrders();
  const queryClient = useQueryClient();
  const results = useQueries({
    queries: ids.map((id) => ({
      queryKey: ["unpaid", id.chainId, id.address],
      queryFn: ({ signal }: { signal: AbortSignal }) => readUnpaid(queryClient, id, signal),
    })),
  });
  const orders = results.flatMap(({ data }) => data ?? []);
  const isIncomplete = results.some(({ isError }) => isError);
  if (orders.length === 0 && !isIncomplete) return null;
  return (
    <ListSection
      title={orders.length > 0 && orders.every(isFree) ? "Not made yet" : "Not paid yet"}
      hint="Only this browser remembers these."
    >
      <ul className="space-y-5">
        {orders.map((order) => (
          <TokenRow key={`${order.chainId}:${order.address}`} order={order}>
            <Button
              variant="quiet"
              className="w-11 shrink-0 px-0"
              aria-label={`Forget ${order.name}`}
              title="Forget"
              onClick={() => forgetUnpaid(order)}
            >
              <X size={16} aria-hidden />
            </Button>
          </TokenRow>
        ))}
      </ul>
      {isIncomplete && <Notice>Not all of them can be read just now.</Notice>}
    </ListSection>
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
    if (id.body) return null;
  }
  forgetUnpaid(id);
  return null;
}

/** As the server's lists have it: paid, or made for nothing. */
function isListed({ paidAt, status }: Order): boolean {
  return paidAt !== null || status === "deployed";
}
