import { useParams } from "next/navigation";
import { useMemo } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { differencesIn } from "#lib/shared/check-order.ts";
import type { Order } from "#lib/shared/order.ts";
import { isDeliverable, shownOrder, stageOf, type Known, type Stage } from "./stage.ts";
import { useConfirming } from "./use-confirming.ts";
import { useOrder } from "./use-order.ts";
import { usePayment } from "./use-payment.ts";
import { useStalled } from "./use-stalled.ts";

/** All that is known of an order, and what there is to do about it. */
export type LiveOrder = Known & {
  stage: Stage;
  /** The order as a person should see it. */
  shown: Order;
  /** Whether its payer may make the token without the server. */
  offersSelfDelivery: boolean;
  isServerLost: boolean;
  isChainLost: boolean;
};

/** Follows an order by the server and by the chain, each for itself. @param placed the order as the server rendered it */
export function useLiveOrder(placed: Order): LiveOrder {
  const { order, isComplete, isServerLost } = useOrder(placed);
  const { payment, isChainLost } = usePayment(order);
  const differences = useDifferences(order, isComplete);
  const sent = useConfirming(order);
  const known = { order, payment, differences, sent };
  const stage = stageOf(known);
  const isStalled = useStalled(order, payment?.paidAt ?? null);
  const offersSelfDelivery = isDeliverable(known, stage) && (isStalled || stage.name === "failed");
  const shown = shownOrder(known, stage);
  return { ...known, stage, shown, offersSelfDelivery, isServerLost, isChainLost };
}

/** What this browser finds wrong with the order by itself: against its own code, and the address of this page. */
function useDifferences(order: Order, isComplete: boolean) {
  const { checkout } = usePublicChain(order.chainId);
  const { address } = useParams<{ address: string }>();
  return useMemo(
    () => (isComplete ? differencesIn(order, { checkout, address }) : undefined),
    [order, isComplete, checkout, address],
  );
}
