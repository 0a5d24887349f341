import { useEffect } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatRoughly, formatTimes } from "#app/_receipt/format.ts";
import { ReceiptHeading, ReceiptRow } from "#app/_receipt/receipt.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import type { Hold, Order } from "#lib/shared/order.ts";
import { useDeploy } from "../_acts/use-deploy.ts";
import { Panel } from "./panel.tsx";

type Props = { order: Order; hold: Hold; canDeliver: boolean };

/** A paid order that waits for cheaper gas: why, and for how long. What its payer can do instead stands below it. */
export function HeldPanel({ order, hold, canDeliver }: Props) {
  const { start } = useDeploy(order);
  // The server looks by itself; where nothing runs between requests, it looks when it is asked.
  useEffect(() => {
    const timer = setTimeout(start);
    return () => clearTimeout(timer);
  }, [start]);
  return (
    <>
      <Panel title="Waiting for cheaper gas">
        Just now the network asks {formatTimes(hold.cost, hold.paid)} what you paid for making your token, so
        the server waits. It goes on by itself once gas has fallen, with this page open or closed.
        {canDeliver && " Nothing is lost: you can also make it yourself now, or take your money back."}
      </Panel>
      <CostSlip order={order} hold={hold} />
    </>
  );
}

/** What was paid and what it would take, as a slip of the receipt's paper. */
function CostSlip({ order, hold: { cost, paid, since, retryAt } }: Omit<Props, "canDeliver">) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  return (
    <div className="receipt-shadow max-w-lg" data-testid="hold">
      <div className="receipt-paper receipt-teeth-both px-6 pt-8 pb-9 font-mono text-[0.8125rem] leading-relaxed sm:px-8">
        <ReceiptHeading>Network cost</ReceiptHeading>
        <dl className="space-y-1">
          <ReceiptRow label="You paid">{formatRoughly(paid, nativeCurrency.symbol)}</ReceiptRow>
          <ReceiptRow label="It costs now">{formatRoughly(cost, nativeCurrency.symbol)}</ReceiptRow>
          <ReceiptRow label="Waiting since">
            <LocalTime iso={since} />
          </ReceiptRow>
          {retryAt && (
            <ReceiptRow label="Next look by">
              <LocalTime iso={retryAt} />
            </ReceiptRow>
          )}
        </dl>
      </div>
    </div>
  );
}
