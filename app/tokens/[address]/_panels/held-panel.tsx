import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatRoughly, timesAsMuch } from "#app/_receipt/format.ts";
import { ReceiptHeading, ReceiptRow } from "#app/_receipt/receipt.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import type { Hold, Order } from "#lib/shared/order.ts";
import { useDeploy } from "../_acts/use-deploy.ts";
import { Panel } from "#app/_ui/panel.tsx";

type Props = { order: Order; hold: Hold; canDeliver: boolean };

/** A paid order that waits for cheaper gas: why, and for how long. What its payer can do instead stands below it. */
export function HeldPanel({ order, hold, canDeliver }: Props) {
  const words = useTranslations("panels");
  const { start } = useDeploy(order);
  // The server looks by itself; where nothing runs between requests, it looks when it is asked.
  useEffect(() => {
    const timer = setTimeout(start);
    return () => clearTimeout(timer);
  }, [start]);
  return (
    <>
      <Panel title={words("held")}>
        {words("heldText", { times: timesAsMuch(hold.cost, hold.paid) })} {canDeliver && words("heldWayOut")}
      </Panel>
      <CostSlip order={order} hold={hold} />
    </>
  );
}

/** What was paid and what it would take, as a slip of the receipt's paper. */
function CostSlip({ order, hold: { cost, paid, since, retryAt } }: Omit<Props, "canDeliver">) {
  const words = useTranslations("panels");
  const { nativeCurrency } = usePublicChain(order.chainId);
  return (
    <div className="receipt-shadow max-w-lg" data-testid="hold">
      <div className="receipt-paper receipt-teeth-both px-6 pt-8 pb-9 font-mono text-[0.8125rem] leading-relaxed sm:px-8">
        <ReceiptHeading level="h2">{words("networkCost")}</ReceiptHeading>
        <dl className="space-y-1">
          <ReceiptRow label={words("youPaid")}>{formatRoughly(paid, nativeCurrency.symbol)}</ReceiptRow>
          <ReceiptRow label={words("costsNow")}>{formatRoughly(cost, nativeCurrency.symbol)}</ReceiptRow>
          <ReceiptRow label={words("waitingSince")}>
            <LocalTime iso={since} />
          </ReceiptRow>
          {retryAt && (
            <ReceiptRow label={words("nextLook")}>
              <LocalTime iso={retryAt} />
            </ReceiptRow>
          )}
        </dl>
      </div>
    </div>
  );
}
