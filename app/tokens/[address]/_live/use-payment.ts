import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { loadCodeInSteps } from "#app/_client/load-code.ts";
import { nextTask } from "#app/_client/next-task.ts";
import { pollingMsOf } from "#app/_config/polling.ts";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { useVisible } from "#app/_ui/_hooks/use-visible.ts";
import { isFree, type Order } from "#lib/shared/order.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";

const NOW_AND_THEN_MS = 10_000;

/** What the chain itself says about an order: the orderer's open payment, and whether the token exists. */
export type Payment = {
  amountWei: bigint;
  /** When the open payment was made; null where there is none. */
  paidAt: Date | null;
  refundableAt: Date | null;
  /** By the chain's own clock. */
  isRefundable: boolean;
  /** Whether there is code at its address, whoever put it there. */
  tokenExists: boolean;
  refundDelaySeconds: number;
};

/** The key of what {@link usePayment} follows. Whoever changes a payment, or has it changed, invalidates by it. */
export function paymentKey({ chainId, address, deployer }: Pick<Order, "chainId" | "address" | "deployer">) {
  return ["payment", chainId, address, deployer] as const;
}

/**
 * The payment, followed as long as the order can still be paid or refunded: a token may be made for another's money.
 * It is read once a block while a payment is awaited, which is nobody's word but the chain's. What comes after that
 * the server tells, and the chain is asked now and then whether it is so.
 * @param isTold whether the server tells of the order as it changes, or there is nothing more to tell
 */
export function usePayment(order: Order, isTold: boolean) {
  const chain = usePublicChain(order.chainId);
  const queryClient = useQueryClient();
  const isVisible = useVisible();
  const isOpen = order.status === "deployed" ? order.refundableAt !== null : order.status !== "refunded";
  const { data, isError } = useQuery<Payment>({
    // What was read before the token was there is nothing to go by after it.
    queryKey: [...paymentKey(order), order.status === "deployed"],
    queryFn: () => readPayment(queryClient, chain, order),
    enabled: isOpen && isVisible,
    refetchInterval: ({ state }) => {
      const isAwaited = order.status !== "deployed" && !isFree(order) && !state.data?.amountWei;
      const blockMs = pollingMsOf(chain);
      return isTold && !isAwaited ? Math.max(blockMs, NOW_AND_THEN_MS) : blockMs;
    },
  });
  // What was read before an order ended says nothing of it any more.
  return isOpen ? { payment: data, isChainUnreachable: isError } : { isChainUnreachable: false };
}

/** The state of an order, and what there is to know of the chain to make sense of it. */
async function readPayment(queryClient: QueryClient, chain: PublicChain, order: Order): Promise<Payment> {
  const { chainReader, readChainTime, readRefundDelay, readState } = await loadCodeInSteps(
    () => import("./read-chain.ts"),
  );
  const client = chainReader(chain);
  const refundDelay = () =>
    queryClient.fetchQuery({
      queryKey: ["refund-delay", chain.id, order.checkout],
      queryFn: () => readRefundDelay(client, order),
      staleTime: Infinity,
      gcTime: Infinity,
    });
  // To ask for each is a task for a page that has just come.
  const [{ tokenExists, amountWei, refundableAt }, delay] = await Promise.all([
    readState(client, order),
    nextTask().then(refundDelay),
  ]);
  const isOpen = refundableAt !== 0n;
  // Some seconds old: what becomes due by it is due in minutes or hours.
  const chainTime = () =>
    queryClient.fetchQuery({
      queryKey: ["chain-time", chain.id],
      queryFn: () => readChainTime(client),
      staleTime: NOW_AND_THEN_MS,
    });
  return {
    amountWei,
    paidAt: isOpen ? fromSeconds(refundableAt - delay) : null,
    refundableAt: isOpen ? fromSeconds(refundableAt) : null,
    isRefundable: isOpen && (await chainTime()) >= refundableAt,
    tokenExists,
    refundDelaySeconds: Number(delay),
  };
}

function fromSeconds(seconds: bigint): Date {
  return new Date(Number(seconds) * 1_000);
}
