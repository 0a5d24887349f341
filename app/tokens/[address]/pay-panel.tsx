import type { Order } from "#lib/token.ts";
import { usePublicChain } from "#app/public-config-context.tsx";
import { formatDelay, formatPrice } from "#app/receipt/format.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { explainWalletError, isRejected } from "#app/wallet/wallet-error.ts";
import { Panel } from "./panel.tsx";
import { NextSteps } from "./next-steps.tsx";
import { PayerGate } from "./payer-gate.tsx";
import { usePay } from "./use-pay.ts";

type Props = { order: Order; refundDelaySeconds: number | undefined; onChanged: () => void };

export function PayPanel({ order, refundDelaySeconds, onChanged }: Props) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const { mutate, isPending, error } = usePay(order, onChanged);
  const price = (wei: string) => formatPrice(wei, nativeCurrency.symbol);
  return (
    <>
      <Panel title="Pay, and it is made">
        Your payment waits in the Checkout contract until your token exists.
        {refundDelaySeconds !== undefined &&
          ` If it is never delivered, you can take the money back after ${formatDelay(refundDelaySeconds)}, without asking anyone.`}
      </Panel>
      <div>
        <PayerGate order={order} purpose="pay">
          <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
            <Button
              className="min-h-12 px-7 text-base"
              aria-disabled={isPending}
              onClick={() => !isPending && mutate()}
            >
              {isPending ? "Waiting for your wallet…" : `Pay ${price(order.price)}`}
            </Button>
            <p className="text-sm leading-relaxed text-muted">
              {price(order.priceParts.fee)} service fee
              <br />
              {price(order.priceParts.network)} network, to deploy it
            </p>
          </div>
        </PayerGate>
        <div aria-live="polite" className="*:mt-4">
          {error && <Notice tone={isRejected(error) ? "info" : "error"}>{explainWalletError(error)}</Notice>}
        </div>
      </div>
      <NextSteps />
    </>
  );
}
