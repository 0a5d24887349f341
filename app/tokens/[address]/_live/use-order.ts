import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { HttpError } from "#app/_client/http-client.ts";
import { fetchOrder, type OrderId } from "#app/_client/orders-api.ts";
import type { Order } from "#lib/shared/order.ts";
import { isAtWork } from "./progress.ts";

const POLLING_MS = 2_000;
/** While a deploy runs, whose steps take a second or so each. */
const DEPLOYING_MS = 700;

export function orderKey({ address, chainId }: OrderId) {
  return ["order", chainId, address] as const;
}

/** The key of the mutation that has an order deployed. */
export function deployKey({ address, chainId }: OrderId) {
  return ["deploy", chainId, address] as const;
}

/**
 * The order as the server knows it, asked again until nothing more can happen to it. `isComplete` once the server has
 * answered the whole of it, of which its page holds all but the bytecode.
 */
export function useOrder(placed: Order) {
  const queryClient = useQueryClient();
  const { data, isError, isFetchedAfterMount } = useQuery<Order, HttpError>({
    queryKey: orderKey(placed),
    queryFn: ({ signal }) => fetchOrder(placed, signal),
    initialData: placed,
    refetchInterval: ({ state }) => {
      const order = state.data ?? placed;
      if (isFinal(order)) return false;
      return isAtWork(order.step) || isAsked(queryClient, order) ? DEPLOYING_MS : POLLING_MS;
    },
  });
  // What ran when the server was last heard may have ended since.
  const order = useMemo(() => (isError ? { ...data, step: null } : data), [data, isError]);
  const isComplete = data.initcode !== undefined || (isFetchedAfterMount && !isError);
  return { order, isComplete, isServerUnreachable: isError };
}

function isFinal({ status }: Order): boolean {
  return status === "deployed" || status === "refunded";
}

/** Whether a deploy is asked for just now. After a refusal it waits for its turn, and many may wait at once. */
function isAsked(queryClient: QueryClient, order: Order): boolean {
  const mutationKey = deployKey(order);
  return queryClient.isMutating({ mutationKey, predicate: ({ state }) => state.failureCount === 0 }) > 0;
}
