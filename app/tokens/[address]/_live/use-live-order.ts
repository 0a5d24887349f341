import { skipToken, useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { nextTask } from "#app/_client/next-task.ts";
import { useCode } from "#app/_client/use-code.ts";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import type { OrderField } from "#lib/shared/contract/check-order.ts";
import type { Order } from "#lib/shared/order.ts";
import { lastStepOf } from "./progress.ts";
import { isDeliverable, shownOrder, stageOf, type Known, type Stage } from "./stage.ts";
import { useAcceptance } from "./use-acceptance.ts";
import { useOrder } from "./use-order.ts";
import { usePayment } from "./use-payment.ts";
import { useSentPayment } from "./use-sent-payment.ts";

/** A deploy that comes no further for this long is taking long. */
const PATIENCE_MS = 60_000;

/** All that is known of an order, and what there is to do about it. */
export type LiveOrder = Known & {
  stage: Stage;
  /** The order as a person should see it. */
  shown: Order;
  /** Whether its payer may make the token without the server. */
  offersSelfDelivery: boolean;
  /** What is wrong with it where it is paid: then it may be of a former version of the contracts. */
  differencesIfPaid: readonly OrderField[];
  isServerUnreachable: boolean;
  isChainUnreachable: boolean;
};

/** Follows an order by the server and by the chain, each for itself. @param placed the order as the server rendered it */
export function useLiveOrder(placed: Order): LiveOrder {
  const { order, isComplete, isTold, isServerUnreachable } = useOrder(placed);
  const { payment, isChainUnreachable } = usePayment(order, isTold);
  const { differences, differencesIfPaid } = useDifferences(order, isComplete);
  const sent = useSentPayment(order);
  const isAccepted = useAcceptance(order);
  const known = { order, payment, differences, sent, isAccepted };
  const stage = stageOf(known);
  const isStalled = useStalled(order, payment?.paidAt ?? null);
  const offersSelfDelivery =
    isDeliverable(known, stage) && (isStalled || ["failed", "held"].includes(stage.name));
  const shown = shownOrder(known, stage);
  const found = { stage, shown, offersSelfDelivery, differencesIfPaid };
  return { ...known, ...found, isServerUnreachable, isChainUnreachable };
}

const unknown = { differences: undefined, differencesIfPaid: [] };

/** What this browser finds wrong with the order by itself: against its own code, and the address of this page. */
function useDifferences(order: Order, isComplete: boolean) {
  const { checkout } = usePublicChain(order.chainId);
  const { address } = useParams<{ address: string }>();
  const check = useCheck(order, isComplete);
  // In step with the order: what was found of one that has changed since is nothing to pay by.
  return useMemo(() => {
    if (!check) return unknown;
    const differences = check.differencesIn(order, { checkout, address });
    const isAsExpected = differences.length === 0;
    return {
      differences,
      differencesIfPaid: isAsExpected ? [] : check.differencesOfPaid(order, { address }),
    };
  }, [check, order, checkout, address]);
}

/**
 * What checks the order, once there is the whole of it. Its hashes are worked out by then, and it has run once, for which
 * a browser compiles it: each a task of its own.
 */
function useCheck(order: Order, isComplete: boolean) {
  const { chainId, address, checkout, initcode } = order;
  const check = useCode("check-order", () => import("#lib/shared/contract/check-order.ts"));
  const { data } = useQuery({
    queryKey: ["prepared-check", chainId, address],
    queryFn: check
      ? async () => {
          if (!initcode) return check;
          const parts = [
            () => check.hashOf(initcode),
            () => check.isOfThisVersion(initcode),
            () => check.differencesIn(order, { checkout }),
          ];
          for (const part of parts) {
            await nextTask();
            ignoreErrors(part);
          }
          return check;
        }
      : skipToken,
    enabled: isComplete,
    staleTime: Infinity,
    structuralSharing: false,
  });
  return isComplete ? data : undefined;
}

/** Of what only makes ready: what it fails at, what follows fails at too, and says so. */
function ignoreErrors(work: () => unknown): void {
  try {
    work();
  } catch {
    // It is found again.
  }
}

/**
 * Whether the server has kept a paid order waiting for a minute without getting any further, in its queue or with its
 * deploy. Steps that a new attempt does again are no progress.
 * @param paidAt when the chain took the payment; null while there is none
 */
function useStalled(order: Order, paidAt: Date | null): boolean {
  const [isStalled, setIsStalled] = useState(false);
  const furthest = useRef<{ step: number; before: number; at: number } | null>(null);
  const step = lastStepOf(order);
  const before = order.position ?? Infinity;
  const paidAtMs = paidAt?.getTime();

  useEffect(() => {
    if (paidAtMs === undefined) return;
    // A chain's clock may be ahead of this one.
    furthest.current ??= { step, before, at: Math.min(paidAtMs, Date.now()) };
    if (step > furthest.current.step || before < furthest.current.before)
      furthest.current = { step, before, at: Date.now() };
    const timer = setTimeout(() => setIsStalled(true), furthest.current.at + PATIENCE_MS - Date.now());
    return () => clearTimeout(timer);
  }, [paidAtMs, step, before]);

  return isStalled;
}
