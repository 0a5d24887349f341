import { useTranslations } from "next-intl";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatPrice } from "#app/_receipt/format.ts";
import { LocalTime } from "#app/_ui/local-time.tsx";
import { asTag } from "#app/_words/as-tag.ts";
import type { Order } from "#lib/shared/order.ts";
import { useRefund } from "../_acts/use-own-transaction.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";
import type { Payment } from "../_live/use-payment.ts";

type Props = {
  order: Order;
  payment: Payment;
  /** What it is to the order: not needed, waited with, or too little. */
  kind: "spare" | "waiting" | "unwanted";
};

/** Where the orderer's money is while no token was made for it, and the way to take it back. */
export function RefundOffer({ order, payment, kind }: Props) {
  const words = useTranslations("ownActs");
  const { nativeCurrency } = usePublicChain(order.chainId);
  const refund = useRefund(order);
  if (!payment.refundableAt) return null;
  const amount = formatPrice(payment.amountWei, nativeCurrency.symbol);
  const { refundableAt } = payment;
  if (!payment.isRefundable)
    return (
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">
        {words.rich(`${kind}Later`, {
          amount,
          moment: asTag(<LocalTime iso={refundableAt.toISOString()} />),
        })}
      </p>
    );
  return (
    <section aria-label={words("refundLabel")} className="space-y-4 border-t border-rule pt-6">
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">{words(`${kind}Now`, { amount })}</p>
      <WalletAction
        order={order}
        act="refund"
        variant="secondary"
        label={words("refund", { amount })}
        sentLabel={words("refunding")}
        transaction={refund}
      />
    </section>
  );
}
