import { LocalTime } from "#app/_ui/local-time.tsx";
import { Button } from "#app/_ui/button.tsx";
import type { Order } from "#lib/shared/order.ts";
import { useLatePayment } from "../_acts/use-late-payment.ts";
import type { Stage } from "../_live/stage.ts";
import { Panel } from "./panel.tsx";

type Props = { order: Order; stage: Extract<Stage, { name: "underpaid" }> };

const wayOut =
  "No more can be paid on top: a second payment would be refused. Take the money back below, then order again.";

/** A payment that buys nothing: why, and the way out. */
export function UnderpaidPanel({ order, stage: { paidLateAt } }: Props) {
  if (paidLateAt) return <LatePanel order={order} paidAt={paidLateAt} />;
  return (
    <Panel title="The payment is too small">
      What was paid for this order does not cover its price, so it can't be delivered. {wayOut}
    </Panel>
  );
}

function LatePanel({ order, paidAt }: { order: Order; paidAt: Date }) {
  const { isAsking, isRefused, ask } = useLatePayment(order);
  return (
    <>
      <Panel title={isAsking ? "The payment came late" : "The payment came too late"}>
        The price held until <LocalTime iso={order.expiresAt} />, and the payment came at{" "}
        <LocalTime iso={paidAt.toISOString()} />. {verdictOf(isAsking, isRefused)}
      </Panel>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Button variant="secondary" aria-disabled={isAsking} onClick={() => !isAsking && ask()}>
          {isAsking ? "Asking the server…" : "Ask the server again"}
        </Button>
        <p className="max-w-[32ch] text-sm leading-relaxed text-muted">
          Should the price fall, it can take this payment after all.
        </p>
      </div>
    </>
  );
}

function verdictOf(isAsking: boolean, isRefused: boolean): string {
  if (isAsking) return "The server looks whether it covers today's price.";
  return isRefused
    ? `Today's price is higher than what was paid, so the order can't be delivered. ${wayOut}`
    : `The server did not say whether it covers today's price. ${wayOut}`;
}
