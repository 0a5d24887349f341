"use client";

import { useRef } from "react";
import { needsPerson } from "../_live/stage.ts";
import { useLiveOrder } from "../_live/use-live-order.ts";
import type { Order } from "#lib/shared/order.ts";
import { ActionJump } from "./action-jump.tsx";
import { ActionPanel } from "./action-panel.tsx";
import { OrderReceipt } from "./order-receipt.tsx";
import { StatusLine } from "./status-line.tsx";

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
        <ActionPanel live={live} />
      </div>
      {(needsPerson(stage) || live.offersSelfDelivery) && <ActionJump order={order} panel={panel} />}
    </div>
  );
}
