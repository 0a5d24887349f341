import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatDelay, formatPrice } from "#app/_receipt/format.ts";
import { usePay } from "../_acts/use-pay.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";
import type { Order } from "#lib/shared/order.ts";
import { NextSteps } from "./next-steps.tsx";
import { Panel } from "./panel.tsx";

type Props = { order: Order; refundDelaySeconds: number | undefined };

export function PayPanel({ order, refundDelaySeconds }: Props) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const pay = usePay();
  const price = (wei: string) => formatPrice(wei, nativeCurrency.symbol);
  return (
    <>
      <Panel title="Pay, and it is made">
        Your payment waits in the Checkout contract until your token exists.
        {refundDelaySeconds !== undefined &&
          ` If it is never delivered, you can take the money back after ${formatDelay(refundDelaySeconds)}, without asking anyone.`}
      </Panel>
      <WalletAction
        order={order}
        purpose="pay"
        label={`Pay ${price(order.price)}`}
        pendingLabel="Waiting for your wallet…"
        transaction={{ ...pay, mutate: () => pay.mutate(order) }}
      >
        <p className="text-sm leading-relaxed text-muted">
          {price(order.priceParts.fee)} service fee
          <br />
          {price(order.priceParts.network)} network, to deploy it
        </p>
      </WalletAction>
      <NextSteps />
    </>
  );
}
