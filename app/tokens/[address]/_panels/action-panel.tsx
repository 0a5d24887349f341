import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import { useFieldList } from "#app/_receipt/_words/order-fields.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useLater } from "#app/_ui/_hooks/use-later.ts";
import type { OrderField } from "#lib/shared/contract/check-order.ts";
import { openPaymentOf, type Stage } from "../_live/stage.ts";
import type { LiveOrder } from "../_live/use-live-order.ts";
import type { TokenReading } from "../_live/use-token-facts.ts";
import { DeployedPanel, ExistsPanel } from "../_deployed/deployed-panel.tsx";
import { ConfirmingPanel } from "./confirming-panel.tsx";
import { DeployPanel } from "./deploy-panel.tsx";
import { HeldPanel } from "./held-panel.tsx";
import { Panel } from "#app/_ui/panel.tsx";
import { PausedPanel } from "./paused-panel.tsx";
import { PayPanel } from "../_pay/pay-panel.tsx";
import { RefundOffer } from "./refund-offer.tsx";
import { SelfDelivery } from "./self-delivery.tsx";
import { SentNotice } from "../_pay/sent-notice.tsx";
import { UnpaidOrder } from "../_pay/unpaid-order.tsx";
import { UnderpaidPanel } from "../_pay/underpaid-panel.tsx";
import { Unreachable } from "./unreachable.tsx";
import { useKeptFocus } from "./use-kept-focus.ts";

/** What there is to do for an order now, and what happens with the money meanwhile. */
export function ActionPanel({ live, token }: { live: LiveOrder; token: TokenReading }) {
  const { order, stage, payment, sent, differencesIfPaid } = live;
  const openPayment = openPaymentOf(live, stage);
  const focus = useKeptFocus();
  return (
    <div {...focus} className="space-y-6 outline-none">
      <Unreachable live={live} token={token} />
      {stage.name === "pay" && sent && <SentNotice sent={sent} />}
      <StagePanel live={live} />
      <UnpaidOrder live={live} />
      {live.offersSelfDelivery && (
        <SelfDelivery order={order} differences={differencesIfPaid} reason={reasonOf(stage)} />
      )}
      {payment && openPayment && <RefundOffer order={order} payment={payment} kind={openPayment} />}
    </div>
  );
}

/** Why the payer may want to make the token by themselves. */
function reasonOf({ name }: Stage): "failed" | "held" | "late" {
  return name === "failed" || name === "held" ? name : "late";
}

function StagePanel({ live }: { live: LiveOrder }) {
  const { order, shown, stage, payment } = live;
  switch (stage.name) {
    case "checking":
      return <CheckingPanel />;
    case "differs":
      return live.differencesIfPaid.length === 0 ? (
        <FormerPanel />
      ) : (
        <DiffersPanel differences={stage.differences} />
      );
    case "paused":
      return <PausedPanel />;
    case "held":
      return <HeldPanel order={order} hold={stage.hold} canDeliver={live.offersSelfDelivery} />;
    case "pay":
      return <PayPanel order={order} refundDelaySeconds={payment?.refundDelaySeconds} />;
    case "confirming":
      return <ConfirmingPanel order={shown} />;
    case "underpaid":
      return <UnderpaidPanel order={order} stage={stage} />;
    case "deploy":
    case "failed":
      return <DeployPanel key={stage.name} order={shown} stage={stage} />;
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

/** How long it takes to look at an order, with a slow line. */
const LOOKING_MS = 15_000;

function CheckingPanel() {
  const words = useTranslations("panels");
  const isLate = useLater(LOOKING_MS);
  return (
    // On a phone the receipt comes below: with room for what is about to be said it is not pushed down before one's eyes.
    <div className="space-y-6 max-lg:min-h-dvh">
      <Panel title={words("checking")}>{words("checkingText")}</Panel>
      <div aria-live="polite">{isLate && <Notice>{words("checkingLate")}</Notice>}</div>
    </div>
  );
}

/** In place of asking for money, where the server's word for an order does not hold. */
function DiffersPanel({ differences }: { differences: readonly OrderField[] }) {
  const words = useTranslations("panels");
  const order = useTranslations("order");
  const fields = useFieldList(differences);
  return (
    <>
      <Panel title={words("differs")}>{words("differsText")}</Panel>
      <Notice tone="error">{words("differsIn", { fields })}</Notice>
      <Button asChild variant="secondary">
        <PageLink href="/">{order("orderAnew")}</PageLink>
      </Button>
    </>
  );
}

/** The same where it holds by itself, and is of contracts that are not those of this page any more. */
function FormerPanel() {
  const words = useTranslations("panels");
  const order = useTranslations("order");
  return (
    <>
      <Panel title={words("former")}>{words("formerText")}</Panel>
      <Button asChild variant="secondary">
        <PageLink href="/">{order("orderAnew")}</PageLink>
      </Button>
    </>
  );
}

function RefundedPanel() {
  const words = useTranslations("panels");
  const order = useTranslations("order");
  return (
    <>
      <Panel title={words("refunded")}>{words("refundedText")}</Panel>
      <Button asChild>
        <PageLink href="/">{order("orderAnother")}</PageLink>
      </Button>
    </>
  );
}
