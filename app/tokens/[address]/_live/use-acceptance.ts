import { useQuery } from "@tanstack/react-query";
import { HttpError } from "#app/_client/http-client.ts";
import { quoteOrder, bodyOf } from "#app/_client/orders-api.ts";
import { isFree, type Order } from "#lib/shared/order.ts";

const POLLING_MS = 10_000;

/**
 * Whether the server would deliver an order if it were paid now; undefined until that is known. One that can't be
 * reached says nothing: to be delivered and to be refunded a payment needs no server.
 */
export function useAcceptance(order: Order): boolean | undefined {
  const isAwaited = order.status === "awaiting_payment" && !isFree(order);
  const { error, isPending } = useQuery<Order>({
    queryKey: ["acceptance", order.chainId, order.address],
    queryFn: ({ signal }) => quoteOrder(bodyOf(order), signal),
    enabled: isAwaited,
    retry: false,
    refetchInterval: POLLING_MS,
  });
  if (isPending && isAwaited) return undefined;
  return !(error instanceof HttpError && error.status === 503);
}
