import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { TransactionNotFoundError, TransactionReceiptNotFoundError, type Hex, type PublicClient } from "viem";
import { usePublicClient } from "wagmi";
import type { Order } from "#lib/shared/order.ts";
import { endPayment, useSentPayment, type PaymentEnd, type SentPayment } from "./sent-payment.ts";
import { paymentKey } from "./use-payment.ts";

/** Nodes learn of a transaction at different times: only after this long is one that nobody knows given up. */
const VANISHED_AFTER_MS = 60_000;

/** Follows the payment that this browser has sent, until it is mined, reverted or gone. */
export function useConfirming(order: Order): SentPayment | undefined {
  const { chainId, address } = order;
  const sent = useSentPayment(order);
  const client = usePublicClient({ chainId });
  const queryClient = useQueryClient();
  const { data: end } = useQuery({
    queryKey: ["sent-payment", chainId, sent?.hash],
    queryFn: async () => {
      const result = client && sent ? await endOf(client, sent) : null;
      // Read from the chain anew before it counts as mined, so that nobody is asked to pay twice.
      if (result === "mined") await queryClient.invalidateQueries({ queryKey: paymentKey(order) });
      return result;
    },
    enabled: sent?.ended === null && order.status === "awaiting_payment",
    refetchInterval: client?.pollingInterval ?? 4_000,
  });

  useEffect(() => {
    if (end) endPayment({ chainId, address }, end);
  }, [end, chainId, address]);

  return sent;
}

async function endOf(client: PublicClient, { hash, sentAt }: SentPayment): Promise<PaymentEnd | null> {
  try {
    const { status } = await client.getTransactionReceipt({ hash });
    return status === "reverted" ? "reverted" : "mined";
  } catch (error) {
    if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
    return (await isKnown(client, hash)) || Date.now() - sentAt < VANISHED_AFTER_MS ? null : "vanished";
  }
}

async function isKnown(client: PublicClient, hash: Hex): Promise<boolean> {
  try {
    await client.getTransaction({ hash });
    return true;
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false;
    throw error;
  }
}
