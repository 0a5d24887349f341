import Link from "next/link";
import type { ReactNode } from "react";
import { describeFields } from "#app/_receipt/order-fields.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { OrderField } from "#lib/shared/check-order.ts";
import type { Stage } from "../_live/stage.ts";
import type { SentPayment } from "../_live/sent-payment.ts";
import type { LiveOrder } from "../_live/use-live-order.ts";
import { DeployPanel } from "./deploy-panel.tsx";
import { DeployedPanel, ExistsPanel } from "./deployed-panel.tsx";
import { HeldPanel } from "./held-panel.tsx";
import { Panel } from "./panel.tsx";
import { PausedPanel } from "./paused-panel.tsx";
import { PayPanel } from "./pay-panel.tsx";
import { RefundOffer } from "./refund-offer.tsx";
import { SelfDelivery } from "./self-delivery.tsx";
import { UnderpaidPanel } from "./underpaid-panel.tsx";

/** What there is to do for an order now, and what happens with the money meanwhile. */
export function ActionPanel({ live }: { live: LiveOrder }) {
  const { order, stage, payment, sent, differences = [] } = live;
  return (
    <div className="space-y-6">
      <Unreachable live={live} />
      {stage.name === "pay" && sent && <LostPayment sent={sent} />}
      {panelOf(live)}
      {live.offersSelfDelivery && (
        <SelfDelivery order={order} differences={differences} reason={reasonOf(stage)} />
      )}
      {payment && <RefundOffer order={order} payment={payment} isWanted={stage.name !== "underpaid"} />}
    </div>
  );
}

/** Why the payer may want to make the token by themselves. */
function reasonOf({ name }: Stage): "failed" | "held" | "late" {
  return name === "failed" || name === "held" ? name : "late";
}

function panelOf(live: LiveOrder): ReactNode {
  const { order, stage, payment } = live;
  switch (stage.name) {
    case "checking":
      return (
        <Panel title="Checking the order">
          Before we ask you for anything, we look whether this order is paid, and whether what you would pay
          for is what the receipt says.
        </Panel>
      );
    case "differs":
      return <DiffersPanel differences={stage.differences} />;
    case "paused":
      return <PausedPanel />;
    case "held":
      return <HeldPanel order={order} hold={stage.hold} canDeliver={live.offersSelfDelivery} />;
    case "pay":
      return <PayPanel order={order} refundDelaySeconds={payment?.refundDelaySeconds} />;
    case "confirming":
      return (
        <Panel title="Your payment is on its way">
          The network is confirming it. You don't have to stay: once it is there your token is made, with this
          page open or closed.
        </Panel>
      );
    case "underpaid":
      return <UnderpaidPanel order={order} stage={stage} />;
    case "deploy":
    case "failed":
      return <DeployPanel key={stage.name} order={order} stage={stage} />;
    case "exists":
      return <ExistsPanel order={order} />;
    case "deployed":
      return <DeployedPanel order={order} />;
    case "refunded":
      return <RefundedPanel />;
    default:
      throw new Error(`unknown stage ${JSON.stringify(stage satisfies never)}`);
  }
}

/** In place of asking for money, where the server's word for an order does not hold. */
function DiffersPanel({ differences }: { differences: readonly OrderField[] }) {
  return (
    <>
      <Panel title="Don't pay for this order">
        Before it asks for money, this page works out by itself what the money would buy. Here that is not
        what the server says, so your wallet is not asked for anything.
      </Panel>
      <Notice tone="error">
        It differs in {describeFields(differences)}. Place your order anew, and if you see this again, tell
        whoever runs this server.
      </Notice>
      <Button asChild variant="secondary">
        <Link href="/">Order anew</Link>
      </Button>
    </>
  );
}

function RefundedPanel() {
  return (
    <>
      <Panel title="Your money is back">
        This order was refunded to the wallet that paid it, and will not be deployed. You can order the same
        token again.
      </Panel>
      <Button asChild>
        <Link href="/">Order another</Link>
      </Button>
    </>
  );
}

/** Who does not answer, where nothing can go on without their word. */
function Unreachable({
  live: { stage, payment, isChainUnreachable, isServerUnreachable },
}: {
  live: LiveOrder;
}) {
  if (isChainUnreachable && !payment && stage.name !== "differs")
    return (
      <Notice tone="error">
        The network's public node does not answer, so we can't tell whether this order is paid. We keep
        asking. Don't pay by other means.
      </Notice>
    );
  if (isServerUnreachable && stage.name === "checking")
    return <Notice tone="error">The server can't be reached. We keep asking.</Notice>;
  return null;
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
