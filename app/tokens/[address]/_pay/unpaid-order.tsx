import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { forgetUnpaid, useUnpaidOrders } from "#app/_client/unpaid-orders.ts";
import { useTellOrderNews } from "#app/_orders/order-news.ts";
import { UnpaidChoices } from "#app/_orders/unpaid-choices.tsx";
import type { LiveOrder } from "../_live/use-live-order.ts";

/** As long as an order waits for its payment: the ways out that cost nothing. Once it is paid, the lists hear of it. */
export function UnpaidOrder({ live: { order, stage } }: { live: LiveOrder }) {
  const words = useTranslations("unpaid");
  const router = useRouter();
  useTellOrderNews(order);
  const { chainId, address } = order;
  const isKept = useUnpaidOrders().some((each) => each.chainId === chainId && each.address === address);
  if (stage.name !== "pay" && stage.name !== "paused") return null;
  const forget = () => {
    forgetUnpaid(order);
    router.push("/tokens");
  };
  return (
    <section className="max-w-[48ch] border-t border-rule pt-6">
      <h2 className="text-sm font-medium">{words("title")}</h2>
      <p className="mt-1 mb-2 text-sm leading-relaxed text-muted">{words("text")}</p>
      <UnpaidChoices order={order} onForget={isKept ? forget : undefined} />
    </section>
  );
}
