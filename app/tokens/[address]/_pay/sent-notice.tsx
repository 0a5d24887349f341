import { useTranslations } from "next-intl";
import { Notice } from "#app/_ui/notice.tsx";
import type { SentPayment } from "../_live/sent-payment.ts";

/** Above the offer to pay: what has become of a payment that this browser has sent before, as far as anybody knows. */
export function SentNotice({ sent: { ended, isUnseen } }: { sent: SentPayment }) {
  const words = useTranslations("panels");
  if (ended === "reverted") return <Notice tone="error">{words("paymentReverted")}</Notice>;
  if (ended === "replaced") return <Notice tone="error">{words("paymentReplaced")}</Notice>;
  if (ended === null && isUnseen) return <Notice tone="error">{words("paymentUnseen")}</Notice>;
  return null;
}
