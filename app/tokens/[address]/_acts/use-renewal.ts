import { useMutation, useQueryClient } from "@tanstack/react-query";
import { renewOrder } from "#app/_client/orders-api.ts";
import type { Order } from "#lib/shared/order.ts";
import { orderKey } from "../_live/use-order.ts";

/** Asks for the price of an order anew. What comes back is shown, and nothing is paid by it. */
export function useRenewal() {
  const queryClient = useQueryClient();
  return useMutation<Order, Error, Order>({
    mutationFn: renewOrder,
    onSuccess: async (offered, order) => {
      // An answer from before would take it back.
      await queryClient.cancelQueries({ queryKey: orderKey(order) });
      queryClient.setQueryData(orderKey(order), offered);
    },
  });
}
