import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatPrice } from "#app/_receipt/format.ts";
import { LocalTime } from "#app/_ui/local-time.tsx";
import type { Order } from "#lib/shared/order.ts";
import { useRefund } from "../_acts/use-own-transaction.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";
import type { Payment } from "../_live/use-payment.ts";

/** Where the orderer's money is while no token was made for it, and the way to take it back. */
export function RefundOffer({ order, payment }: { order: Order; payment: Payment }) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const refund = useRefund(order);
  if (payment.amountWei === 0n || !payment.refundableAt) return null;
  const amount = formatPrice(payment.amountWei, nativeCurrency.symbol);
  if (!payment.isRefundable)
    return (
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">
        {payment.tokenExists
          ? `${amount} in the Checkout contract were not taken for your token. You can take them`
          : `${amount} wait for your token in the Checkout contract. If it is not delivered, you can take the money`}{" "}
        back from <LocalTime iso={payment.refundableAt.toISOString()} />.
      </p>
    );
  return (
    <section aria-label="Your money" className="space-y-4 border-t border-rule pt-6">
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">
        {payment.tokenExists
          ? `Your token exists, and ${amount} of yours were not taken for it. You can take them back now.`
          : `${amount} still wait in the Checkout contract. You can leave them there for your token, or take them back now.`}
      </p>
      <WalletAction
        order={order}
        purpose="take the money back"
        variant="secondary"
        label={`Take back ${amount}`}
        pendingLabel="Taking it back…"
        transaction={refund}
      />
    </section>
  );
}
