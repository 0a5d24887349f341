import { useEffect, useRef, useState } from "react";
import type { Order } from "#lib/shared/order.ts";
import { lastStepOf } from "./progress.ts";

/** A deploy that comes no further for this long is taking long. */
const PATIENCE_MS = 60_000;

/**
 * Whether the server has kept a paid order waiting for a minute without getting any further. Steps that a new attempt
 * does again are no progress. @param paidAt when the chain took the payment; null while there is none
 */
export function useStalled(order: Order, paidAt: Date | null): boolean {
  const [isStalled, setIsStalled] = useState(false);
  const furthest = useRef<{ step: number; at: number } | null>(null);
  const step = lastStepOf(order);
  const paidAtMs = paidAt?.getTime();

  useEffect(() => {
    if (paidAtMs === undefined) return;
    // A chain's clock may be ahead of this one.
    furthest.current ??= { step, at: Math.min(paidAtMs, Date.now()) };
    if (step > furthest.current.step) furthest.current = { step, at: Date.now() };
    const timer = setTimeout(() => setIsStalled(true), furthest.current.at + PATIENCE_MS - Date.now());
    return () => clearTimeout(timer);
  }, [paidAtMs, step]);

  return isStalled;
}
