import { focusManager, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Hex } from "viem";
import type { HttpError } from "#app/_client/http-client.ts";
import { fetchOrder, fetchOrderState, type OrderId } from "#app/_client/orders-api.ts";
import { useVisible } from "#app/_ui/_hooks/use-visible.ts";
import type { Order } from "#lib/shared/order.ts";
import { isAtWork } from "#lib/shared/steps.ts";
import { useOrderStream } from "./use-order-stream.ts";

const POLLING_MS = 2_000;
/** While a deploy runs, whose steps take a second or so each. */
const DEPLOYING_MS = 700;
/** While nobody looks, and all that is seen of it is the title of its tab. */
const HIDDEN_MS = 12_000;
/** While only its source is to be published, for which nobody waits. */
const PUBLISHING_MS = 15_000;
/** So long after its token was made. Then whoever comes again is told, and nobody takes up what those need who wait. */
const FOLLOWED_MS = 600_000;

export function orderKey({ address, chainId }: OrderId) {
  return ["order", chainId, address] as const;
}

/** The key of the mutation that has an order deployed. */
export function deployKey({ address, chainId }: OrderId) {
  return ["deploy", chainId, address] as const;
}

/**
 * The order as the server knows it: told of by the server as it changes, and asked for where that can't be had, until
 * nothing more can happen to it. `isComplete` once the server has answered the whole of it, of which its page holds all
 * but the bytecode; `isTold` while it need not be asked for.
 */
export function useOrder(placed: Order) {
  const queryClient = useQueryClient();
  const queryKey = orderKey(placed);
  const code = useInitcode(placed);
  const isVisible = useVisible();
  const isLive = useOrderStream(placed, {
    isWanted: !isFinal(queryClient.getQueryData<Order>(queryKey) ?? placed),
    onOrder: (order) => {
      // An answer that is still under way may be older.
      void queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, order);
    },
  });
  const { data, isError } = useQuery<Order, HttpError>({
    queryKey,
    queryFn: ({ signal }) => fetchOrderState(placed, signal),
    initialData: placed,
    enabled: !isLive,
    // The interval asks for it, and whoever has reason to think that it has changed.
    staleTime: Infinity,
    refetchInterval: ({ state }) => {
      const order = state.data ?? placed;
      if (isFinal(order)) return false;
      if (!isVisible) return isSettled(order) ? false : HIDDEN_MS;
      if (isSettled(order)) return PUBLISHING_MS;
      return isAtWork(order.step) || isAsked(queryClient, order) ? DEPLOYING_MS : POLLING_MS;
    },
    refetchIntervalInBackground: true,
    // What fails in a hidden tab would wait for somebody to look before it was tried again; the interval does not.
    retry: (failures) => failures === 0 && focusManager.isFocused(),
  });
  const initcode = data.initcode ?? code.data ?? undefined;
  const order = useMemo(
    // What ran when the server was last heard may have ended since.
    () => ({ ...data, initcode, step: isError ? null : data.step }),
    [data, initcode, isError],
  );
  return {
    order,
    isComplete: initcode !== undefined || code.isSuccess,
    isTold: isLive || isSettled(data),
    isServerUnreachable: isError,
  };
}

/** The bytecode, which never changes, and is most of an order's size; null where the server has answered without it. */
function useInitcode(placed: Order) {
  return useQuery<Hex | null, HttpError>({
    queryKey: ["initcode", placed.chainId, placed.address],
    queryFn: async ({ signal }) => (await fetchOrder(placed, signal)).initcode ?? null,
    staleTime: Infinity,
    refetchInterval: ({ state }) => (state.data === undefined ? POLLING_MS : false),
  });
}

/** Whether all is done about its payment and its token. */
function isSettled({ status }: Order): boolean {
  return status === "deployed" || status === "refunded";
}

/** Whether nothing more is to be seen: nor of its source, of which not every answer speaks. */
function isFinal(order: Order): boolean {
  const { status, deployedAt, publications } = order;
  if (!isSettled(order)) return false;
  if (status !== "deployed" || isLongAgo(deployedAt)) return true;
  return publications?.every(({ state }) => state !== "pending") ?? false;
}

function isLongAgo(iso: string | null): boolean {
  return iso !== null && Date.now() - Date.parse(iso) > FOLLOWED_MS;
}

/** Whether a deploy is asked for just now. After a refusal it waits for its turn, and many may wait at once. */
function isAsked(queryClient: QueryClient, order: Order): boolean {
  const mutationKey = deployKey(order);
  return queryClient.isMutating({ mutationKey, predicate: ({ state }) => state.failureCount === 0 }) > 0;
}
