import type { Order } from "#lib/token.ts";
import { usePublicChain } from "#app/public-config-context.tsx";
import { formatPrice } from "#app/receipt/format.ts";
import { LocalTime } from "#app/ui/local-time.tsx";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { explainWalletError, isRejected } from "#app/wallet/wallet-error.ts";
import { PayerGate } from "./payer-gate.tsx";
import type { Payment } from "./use-payment.ts";
import { useRefund } from "./use-refund.ts";

/** Where the orderer's money is while there is no token for it, and the way to take it back. */
export function RefundOffer({
  order,
  payment,
  onChanged,
}: {
  order: Order;
  payment: Payment;
  onChanged: () => void;
}) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const { mutate, isPending, error } = useRefund(order, onChanged);
  if (payment.amountWei === 0n || !payment.refundableAt) return null;
  const amount = formatPrice(payment.amountWei, nativeCurrency.symbol);
  if (!payment.isRefundable)
    return (
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">
        {amount} wait for your token in the Checkout contract. If it is not delivered, you can take the money
        back from <LocalTime iso={payment.refundableAt.toISOString()} />.
      </p>
    );
  return (
    <section className="space-y-4 border-t border-rule pt-6">
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">
        {amount} still wait in the Checkout contract. You can leave them there for your token, or take them
        back now.
      </p>
      <PayerGate order={order} purpose="take the money back">
        <Button variant="secondary" aria-disabled={isPending} onClick={() => !isPending && mutate()}>
          {isPending ? "Taking it back…" : `Take back ${amount}`}
        </Button>
      </PayerGate>
      {error && <Notice tone={isRejected(error) ? "info" : "error"}>{explainWalletError(error)}</Notice>}
    </section>
  );
}
