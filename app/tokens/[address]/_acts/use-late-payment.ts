import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { HttpError } from "#app/_client/http-client.ts";
import { requestDeploy } from "#app/_client/orders-api.ts";
import type { Order } from "#lib/shared/order.ts";
import { orderKey } from "../_live/use-order.ts";

/** Has the server look whether a payment that came too late covers what the order costs by now: once, or when asked. */
export function useLatePayment(order: Order) {
  const queryClient = useQueryClient();
  const { mutate, isIdle, isPending, error } = useMutation<Order | null, Error, Order>({
    mutationFn: (late) => requestDeploy(late),
    onSettled: (_data, _error, late) => queryClient.invalidateQueries({ queryKey: orderKey(late) }),
  });

  useEffect(() => {
    if (!isIdle) return;
    const timer = setTimeout(() => mutate(order));
    return () => clearTimeout(timer);
  }, [isIdle, mutate, order]);

  return {
    isAsking: isIdle || isPending,
    isRefused: error instanceof HttpError && error.code === "payment_required",
    ask: () => mutate(order),
  };
}
