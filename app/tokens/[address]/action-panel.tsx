import Link from "next/link";
import type { ReactNode } from "react";
import type { Order } from "#lib/token.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { DeployPanel } from "./deploy-panel.tsx";
import { DeployedPanel } from "./deployed-panel.tsx";
import { Panel } from "./panel.tsx";
import { PayPanel } from "./pay-panel.tsx";
import { RefundOffer } from "./refund-offer.tsx";
import type { SentPayment } from "./sent-payment.ts";
import type { Stage } from "./stage.ts";
import type { Payment } from "./use-payment.ts";

type Props = {
  order: Order;
  stage: Stage;
  payment: Payment | undefined;
  sent: SentPayment | undefined;
  isUnreachable: boolean;
  onChanged: () => void;
};

/** What there is to do for an order now, and what happens with the money meanwhile. */
export function ActionPanel(props: Props) {
  const { order, stage, payment, sent, isUnreachable, onChanged } = props;
  return (
    <div className="space-y-6">
      {isUnreachable && !payment && (
        <Notice tone="error">
          The network's public node does not answer, so we can't tell whether this order is paid. We keep
          asking. Don't pay by other means.
        </Notice>
      )}
      {stage.name === "pay" && sent && <LostPayment sent={sent} />}
      {panelOf(props)}
      {payment && stage.name !== "deployed" && (
        <RefundOffer order={order} payment={payment} onChanged={onChanged} />
      )}
    </div>
  );
}

function panelOf({ order, stage, payment, onChanged }: Props): ReactNode {
  switch (stage.name) {
    case "checking":
      return (
        <Panel title="Checking the chain">
          We look whether this order is paid before we ask you for anything.
        </Panel>
      );
    case "pay":
      return (
        <PayPanel order={order} refundDelaySeconds={payment?.refundDelaySeconds} onChanged={onChanged} />
      );
    case "confirming":
      return (
        <Panel title="Your payment is on its way">
          The network is confirming it. You don't have to stay: once it is there your token is made, with this
          page open or closed.
        </Panel>
      );
    case "underpaid":
      return (
        <Panel title="The payment is too small">
          What was paid for this order does not cover its price, so it can't be delivered, and a second
          payment would be refused. Take the money back below, then order again.
        </Panel>
      );
    case "deploy":
    case "failed":
      return <DeployPanel key={stage.name} order={order} stage={stage} />;
    case "deployed":
      return <DeployedPanel order={order} />;
    case "refunded":
      return (
        <>
          <Panel title="Your money is back">
            This order was refunded to the wallet that paid it, and will not be deployed. You can order the
            same token again.
          </Panel>
          <Button asChild>
            <Link href="/">Order another</Link>
          </Button>
        </>
      );
    default:
      throw new Error(`unknown stage ${JSON.stringify(stage satisfies never)}`);
  }
}

/** A payment that this browser has sent and that came to nothing. */
function LostPayment({ sent: { ended } }: { sent: SentPayment }) {
  if (ended === "reverted")
    return (
      <Notice tone="error">The network refused your payment, so no money moved. You can pay again.</Notice>
    );
  if (ended === "vanished")
    return (
      <Notice tone="error">
        Your payment never reached the network, so no money moved. You can pay again.
      </Notice>
    );
  return null;
}
