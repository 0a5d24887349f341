import { useTranslations } from "next-intl";
import { useFieldList } from "#app/_receipt/_words/order-fields.ts";
import { Notice } from "#app/_ui/notice.tsx";
import type { OrderField } from "#lib/shared/contract/check-order.ts";
import { isFree, type Order } from "#lib/shared/order.ts";
import { useDeliver } from "../_acts/use-own-transaction.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";

type Props = { order: Order; differences: readonly OrderField[]; reason: keyof typeof reasons };

/** What is said of what keeps the server from making it. */
const reasons = { failed: "deliverFailed", held: "deliverHeld", late: "deliverLate" } as const;

/** The way to one's token without the server. Only for an order that this browser has checked for itself. */
export function SelfDelivery({ order, differences, reason }: Props) {
  const words = useTranslations("ownActs");
  const fields = useFieldList(differences);
  const delivery = useDeliver(order);
  if (differences.length > 0) return <Notice tone="error">{words("deliverDiffers", { fields })}</Notice>;
  return (
    <section aria-label={words("deliver")} className="space-y-4 border-t border-rule pt-6">
      <p className="max-w-[48ch] text-sm leading-relaxed text-muted">
        {words(reasons[reason])}{" "}
        {words("deliverCost", { isHeld: String(reason === "held"), isFree: String(isFree(order)) })}
      </p>
      <WalletAction
        order={order}
        act="deliver"
        variant="secondary"
        label={words("deliver")}
        sentLabel={words("delivering")}
        transaction={delivery}
      />
    </section>
  );
}
