import { useTranslations } from "next-intl";
import { useDetour } from "#app/_client/detour.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { LiveOrder } from "../_live/use-live-order.ts";
import type { TokenReading } from "../_live/use-token-facts.ts";
import { isChangeable } from "../_receipt/token-now.tsx";

/** Who does not answer, where nothing can go on without their word, or who answers in their place. */
export function Unreachable({ live, token }: { live: LiveOrder; token: TokenReading }) {
  const words = useTranslations("panels");
  const { order, stage, payment, isChainUnreachable, isServerUnreachable } = live;
  const isDetour = useDetour(order.chainId);
  if (isChainUnreachable && !payment && stage.name !== "differs")
    return <Notice tone="error">{words("chainUnreachable")}</Notice>;
  if (isChainUnreachable && isServerUnreachable) return <Notice tone="error">{words("offline")}</Notice>;
  if (isServerUnreachable && stage.name === "checking")
    return <Notice tone="error">{words("serverUnreachable")}</Notice>;
  if (token.isUnreadable && (isChangeable(order) || order.features.votes))
    return <UnreadableToken token={token} />;
  return isDetour ? <Notice>{words("detour")}</Notice> : null;
}

/** In place of what the token is now and what can be done with it. The server reads no tokens for pages. */
function UnreadableToken({ token: { isReading, readAgain } }: { token: TokenReading }) {
  const words = useTranslations("tokenNow");
  return (
    <div className="space-y-3">
      <Notice tone="error">{words("unreadable")}</Notice>
      <Button variant="secondary" aria-disabled={isReading} onClick={() => !isReading && readAgain()}>
        {words(isReading ? "reading" : "readAgain")}
      </Button>
    </div>
  );
}
