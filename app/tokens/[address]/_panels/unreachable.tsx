import { useTranslations } from "next-intl";
import { useDetour } from "#app/_client/detour.ts";
import { Notice } from "#app/_ui/notice.tsx";
import type { LiveOrder } from "../_live/use-live-order.ts";

/** Who does not answer, where nothing can go on without their word, or who answers in their place. */
export function Unreachable({ live }: { live: LiveOrder }) {
  const words = useTranslations("panels");
  const { order, stage, payment, isChainUnreachable, isServerUnreachable } = live;
  const isDetour = useDetour(order.chainId);
  if (isChainUnreachable && !payment && stage.name !== "differs")
    return <Notice tone="error">{words("chainUnreachable")}</Notice>;
  if (isServerUnreachable && stage.name === "checking")
    return <Notice tone="error">{words("serverUnreachable")}</Notice>;
  return isDetour ? <Notice>{words("detour")}</Notice> : null;
}
