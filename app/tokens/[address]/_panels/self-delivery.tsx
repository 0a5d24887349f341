import { describeFields } from "#app/_receipt/order-fields.ts";
import { Notice } from "#app/_ui/notice.tsx";
import type { OrderField } from "#lib/shared/check-order.ts";
import { isFree, type Order } from "#lib/shared/order.ts";
import { useDeliver } from "../_acts/use-own-transaction.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";

type Props = { order: Order; differences: readonly OrderField[]; reason: keyof typeof reasons };

/** What keeps the server from making it. */
const reasons = {
  failed: "The server could not make it.",
  held: "You need not wait for cheaper gas.",
  late: "The server is taking long.",
};

/** The way to one's token without the server. Only for an order that this browser has checked for itself. */
export function SelfDelivery({ order, differences, reason }: Props) {
  const delivery = useDeliver(order);
  if (differences.length > 0)
    return (
      <Notice tone="error">
        What the server says of this order does not add up: it differs in {describeFields(differences)}. So
        this page does not offer you to make the token yourself.
      </Notice>
    );
  return (
    <section aria-label="Make it yourself" className="space-y-4 border-t border-rule pt-6">
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">
        {reasons[reason]} You can make the token yourself: it costs you{" "}
        {reason === "held" ? "today's network fee" : "the network fee only"}
        {isFree(order) ? "." : ", your payment is taken as usual."} It will be the same token at the same
        address.
      </p>
      <WalletAction
        order={order}
        purpose="make it yourself"
        variant="secondary"
        label="Make it yourself"
        pendingLabel="Making it…"
        transaction={delivery}
      />
    </section>
  );
}
