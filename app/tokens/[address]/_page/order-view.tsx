"use client";

import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState, type RefObject } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatPrice } from "#app/_receipt/format.ts";
import { LookalikeNotes } from "#app/_receipt/lookalike-notes.tsx";
import { statusLabelOf } from "#app/_receipt/status-words.ts";
import { needsPerson } from "../_live/stage.ts";
import { useLiveOrder } from "../_live/use-live-order.ts";
import { ActionPanel } from "../_panels/action-panel.tsx";
import { OrderReceipt } from "../_receipt/order-receipt.tsx";
import type { Order, OrderStatus } from "#lib/shared/order.ts";

/** An order's receipt, and beside it what there is to do. @param placed the order as the server rendered it */
export function OrderView({ placed }: { placed: Order }) {
  const live = useLiveOrder(placed);
  const { order, stage, shown } = live;
  const panel = useRef<HTMLDivElement>(null);
  return (
    <div className="grid gap-x-20 gap-y-10 py-8 sm:py-14 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="lg:order-2">
        <OrderReceipt order={shown} confirmingTx={stage.name === "confirming" ? stage.sent.hash : null} />
      </div>
      <div ref={panel} className="lg:sticky lg:top-14 lg:order-1 lg:self-start">
        <StatusLine status={order.status} shown={shown} />
        <LookalikeNotes name={order.name} symbol={order.symbol} className="max-w-[48ch] *:mb-5" />
        <ActionPanel live={live} />
      </div>
      {(needsPerson(stage) || live.offersSelfDelivery) && <ActionJump order={order} panel={panel} />}
    </div>
  );
}

/** Where the order stands, said aloud when it changes. @param status as the server has recorded it */
function StatusLine({ status, shown }: { status: OrderStatus; shown: Order }) {
  return (
    <p
      role="status"
      data-testid="order-status"
      data-status={status}
      className="mb-5 font-mono text-[0.8125rem] tracking-wide text-muted"
    >
      {shown.symbol} · {statusLabelOf(shown)}
    </p>
  );
}

/** On a phone the receipt comes first: a bar that leads down to what there is to do, until that is in sight. */
function ActionJump({ order, panel }: { order: Order; panel: RefObject<HTMLElement | null> }) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const isInSight = useInSight(panel);
  if (isInSight) return null;
  return (
    <div className="fixed inset-x-0 bottom-0 z-20 flex animate-appear items-center justify-between gap-3 border-t border-rule bg-raised px-4 py-3 lg:hidden">
      <p className="leading-tight">
        <span className="block text-xs text-muted">Total</span>
        <span className="font-mono font-semibold whitespace-nowrap">
          {formatPrice(order.price, nativeCurrency.symbol)}
        </span>
      </p>
      <button
        type="button"
        className="flex min-h-12 items-center gap-2 rounded-md bg-ink px-3 font-medium whitespace-nowrap text-ground sm:px-5"
        onClick={() => panel.current?.scrollIntoView({ behavior: "smooth", block: "center" })}
      >
        What to do now <ArrowDown size={16} aria-hidden />
      </button>
    </div>
  );
}

function useInSight(element: RefObject<HTMLElement | null>): boolean {
  const [isInSight, setIsInSight] = useState(true);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => setIsInSight(entry?.isIntersecting ?? true), {
      rootMargin: "0px 0px -160px 0px",
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isInSight;
}
