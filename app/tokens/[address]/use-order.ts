import { useQuery } from "@tanstack/react-query";
import type { Order } from "#lib/token.ts";
import type { HttpError } from "#app/http-client.ts";
import { fetchOrder } from "#app/orders-api.ts";

const POLLING_MS = 2_000;

export function orderKey({ address, chainId }: Pick<Order, "address" | "chainId">) {
  return ["order", chainId, address] as const;
}

/** The order as the server knows it, asked again until nothing more can happen to it. */
export function useOrder(placed: Order): Order {
  const { data } = useQuery<Order, HttpError>({
    queryKey: orderKey(placed),
    queryFn: ({ signal }) => fetchOrder(placed, signal),
    initialData: placed,
    refetchInterval: ({ state }) => (state.data && isFinal(state.data) ? false : POLLING_MS),
  });
  return data;
}

function isFinal({ status }: Order): boolean {
  return status === "deployed" || status === "refunded";
}
