import { useTranslations } from "next-intl";
import { LocalTime } from "#app/_ui/local-time.tsx";
import { Button } from "#app/_ui/button.tsx";
import { asTag } from "#app/_words/as-tag.ts";
import type { Order } from "#lib/shared/order.ts";
import { useLatePayment } from "../_acts/use-late-payment.ts";
import type { Stage } from "../_live/stage.ts";
import { Panel } from "#app/_ui/panel.tsx";

type Props = { order: Order; stage: Extract<Stage, { name: "underpaid" }> };

/** A payment that buys nothing: why, and the way out. */
export function UnderpaidPanel({ order, stage: { paidLateAt } }: Props) {
  const words = useTranslations("panels");
  if (paidLateAt) return <LatePanel order={order} paidAt={paidLateAt} />;
  return (
    <Panel title={words("small")}>
      {words("smallText")} {words("noTopUp")}
    </Panel>
  );
}

function LatePanel({ order, paidAt }: { order: Order; paidAt: Date }) {
  const words = useTranslations("panels");
  const { isAsking, isRefused, ask } = useLatePayment(order);
  return (
    <>
      <Panel title={words(isAsking ? "late" : "tooLate")}>
        {words.rich("lateText", {
          end: asTag(<LocalTime iso={order.expiresAt} />),
          paid: asTag(<LocalTime iso={paidAt.toISOString()} />),
        })}{" "}
        {isAsking && words("lateAsking")}
        {!isAsking && `${words(isRefused ? "lateRefused" : "lateUnknown")} ${words("noTopUp")}`}
      </Panel>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Button variant="secondary" aria-disabled={isAsking} onClick={() => !isAsking && ask()}>
          {words(isAsking ? "askingServer" : "askServerAgain")}
        </Button>
        <p className="max-w-[32ch] text-sm leading-relaxed text-muted">{words("priceMayFall")}</p>
      </div>
    </>
  );
}
