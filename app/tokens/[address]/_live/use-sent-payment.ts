import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { useVisible } from "#app/_ui/_hooks/use-visible.ts";
import type { Order } from "#lib/shared/order.ts";
import { notePayment, useStoredPayment, type SentPayment } from "./sent-payment.ts";
import { paymentKey } from "./use-payment.ts";

/** That it has arrived is seen on the contract, block by block; this is for one that does not. */
const POLLING_MS = 10_000;

/** Follows the payment that this browser has sent, until it is mined, reverted or replaced. */
export function useSentPayment(order: Order): SentPayment | undefined {
  const { chainId, address } = order;
  const sent = useStoredPayment(order);
  const chain = usePublicChain(chainId);
  const queryClient = useQueryClient();
  const isVisible = useVisible();
  const { data: news } = useQuery({
    queryKey: ["sent-payment", chainId, address, sent?.hash],
    queryFn: async () => {
      if (!sent) return null;
      const { readPaymentNews } = await import("./read-payment-news.ts");
      const found = await readPaymentNews(chain, order, sent);
      // Read from the chain anew before it counts as over, so that nobody is asked to pay twice.
      if (found.ended) await queryClient.invalidateQueries({ queryKey: paymentKey(order) });
      return found;
    },
    enabled: isVisible && sent?.ended === null && order.status === "awaiting_payment",
    refetchInterval: POLLING_MS,
  });

  const hash = sent?.hash;
  useEffect(() => {
    if (hash && news) notePayment({ chainId, address }, hash, news);
  }, [hash, news, chainId, address]);

  return sent;
}
