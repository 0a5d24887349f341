import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatPrice } from "#app/_receipt/format.ts";
import { LocalTime } from "#app/_ui/local-time.tsx";
import type { Order } from "#lib/shared/order.ts";
import { useRefund } from "../_acts/use-own-transaction.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";
import type { Payment } from "../_live/use-payment.ts";

type Props = {
  order: Order;
  payment: Payment;
  /** Whether the payment can still buy the token. */
  isWanted: boolean;
};

/** Where the orderer's money is while no token was made for it, and the way to take it back. */
export function RefundOffer({ order, payment, isWanted }: Props) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const refund = useRefund(order);
  if (payment.amountWei === 0n || !payment.refundableAt) return null;
  const amount = formatPrice(payment.amountWei, nativeCurrency.symbol);
  const { later, now } = wordsFor(payment, isWanted);
  if (!payment.isRefundable)
    return (
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">
        {later(amount)} <LocalTime iso={payment.refundableAt.toISOString()} />.
      </p>
    );
  return (
    <section aria-label="Your money" className="space-y-4 border-t border-rule pt-6">
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">{now(amount)}</p>
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

/** What is said of a payment until it can be taken back, up to the moment, and from then on. */
type Words = { later: (amount: string) => string; now: (amount: string) => string };

const spare: Words = {
  later: (amount) =>
    `${amount} in the Checkout contract were not taken for your token. You can take them back from`,
  now: (amount) =>
    `Your token exists, and ${amount} of yours were not taken for it. You can take them back now.`,
};
const waiting: Words = {
  later: (amount) =>
    `${amount} wait for your token in the Checkout contract. If it is not delivered, you can take the money back from`,
  now: (amount) =>
    `${amount} still wait in the Checkout contract. You can leave them there for your token, or take them back now.`,
};
const unwanted: Words = {
  later: (amount) => `${amount} of yours are in the Checkout contract. You can take them back from`,
  now: (amount) => `${amount} of yours are in the Checkout contract. You can take them back now.`,
};

function wordsFor({ tokenExists }: Payment, isWanted: boolean): Words {
  if (tokenExists) return spare;
  return isWanted ? waiting : unwanted;
}
