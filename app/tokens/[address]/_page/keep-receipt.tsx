import { useTranslations } from "next-intl";
import { DownloadReceipt } from "../_deployed/download-receipt.tsx";
import type { LiveOrder } from "../_live/use-live-order.ts";

/** From when an order is paid until its token is there: what to keep should the server lose it. */
export function KeepReceipt({ live: { order, stage } }: { live: LiveOrder }) {
  const words = useTranslations("order");
  if (stage.name !== "deploy" && stage.name !== "failed" && stage.name !== "held") return null;
  return (
    <section className="mt-6 max-w-[48ch] border-t border-rule pt-6">
      <p className="mb-3 text-sm leading-relaxed text-muted">{words("keepReceipt")}</p>
      <DownloadReceipt order={order} />
    </section>
  );
}
