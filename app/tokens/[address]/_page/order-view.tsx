"use client";

import { useTranslations } from "next-intl";
import { useCode } from "#app/_client/use-code.ts";
import { LookalikeNotes } from "#app/_receipt/lookalike-notes.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import { useLiveOrder, type LiveOrder } from "../_live/use-live-order.ts";
import { useTokenFacts, type TokenFacts } from "../_live/use-token-facts.ts";
import { ActionPanel } from "../_panels/action-panel.tsx";
import { useKeptFocus } from "../_panels/use-kept-focus.ts";
import { OrderReceipt } from "../_receipt/order-receipt.tsx";
import { KeepReceipt } from "./keep-receipt.tsx";
import { useStageTitle, useStageWords } from "./stage-words.ts";
import type { Lookalike } from "#lib/shared/names/lookalikes.ts";
import type { Order } from "#lib/shared/order.ts";

type Props = { placed: Order; lookalikes: readonly Lookalike[] };

/**
 * What there is to do for an order, and its receipt beside it; on a phone below it.
 * @param placed the order as the server rendered it
 * @param lookalikes what its name and symbol, which never change, may be taken for
 */
export function OrderView({ placed, lookalikes }: Props) {
  const live = useLiveOrder(placed);
  const { order, stage, shown } = live;
  const token = useTokenFacts(order, shown.status === "deployed");
  const { facts } = token;
  return (
    <div className="order-page grid grid-cols-[minmax(0,1fr)] gap-x-20 gap-y-10 py-8 sm:py-14 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="min-w-0 lg:sticky lg:top-14 lg:self-start print:hidden">
        <StatusLine live={live} isNews={placed.status !== "deployed"} />
        <LookalikeNotes lookalikes={lookalikes} className="max-w-[48ch] *:mb-5" />
        <ActionPanel live={live} token={token} />
        <KeepReceipt live={live} />
        {facts && <Manage order={order} facts={facts} />}
      </div>
      <OrderReceipt
        order={shown}
        confirming={stage.name === "confirming" ? stage.sent : null}
        facts={facts}
      />
    </div>
  );
}

/** Loaded once there is a wallet to manage the token with. */
function Manage(panel: { order: Order; facts: TokenFacts }) {
  const { address } = useConnection();
  const code = useCode("manage", () => import("../_manage/manage-panel.tsx"), address !== undefined);
  const focus = useKeptFocus();
  return (
    <div {...focus} className="outline-none">
      {code && <code.ManagePanel {...panel} />}
    </div>
  );
}

/** Where the order stands, said aloud when it changes, and on the tab. */
function StatusLine({ live: { order, shown, stage }, isNews }: { live: LiveOrder; isNews: boolean }) {
  const label = useStageWords(stage, shown);
  const statuses = useTranslations("statuses");
  useStageTitle(label, order.name, isNews);
  return (
    <p
      role="status"
      data-testid="order-status"
      data-status={order.status}
      className="mb-5 font-mono text-[0.8125rem] tracking-wide wrap-anywhere text-muted"
    >
      {shown.symbol} · {isNews ? label : statuses("deployed.stamp")}
    </p>
  );
}
