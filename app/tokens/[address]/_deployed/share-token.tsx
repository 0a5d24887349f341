import { Check, Copy, Share2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { orderPath } from "#app/_config/order-path.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { Order } from "#lib/shared/order.ts";

const SHOWN_MS = 2_500;

export function CopyAddress({ address }: { address: string }) {
  const words = useTranslations("token");
  const { state, copy } = useCopy();
  return (
    <Button variant="secondary" className="px-3" onClick={() => copy(address)}>
      {state === "copied" ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      <span aria-live="polite">{words(state === "copied" ? "copied" : "copyAddress")}</span>
    </Button>
  );
}

/** Passes the page on as the device does that; where it does not, by the clipboard, or to be copied by hand. */
export function ShareToken({ order }: { order: Order }) {
  const words = useTranslations("token");
  const { chains } = usePublicConfig();
  const { state, copy } = useCopy();
  const [link, setLink] = useState("");
  const share = async () => {
    const url = new URL(orderPath(order, chains.length > 1), window.location.origin).href;
    setLink(url);
    if (!(await shareByDevice({ title: `${order.name} (${order.symbol})`, url }))) await copy(url);
  };
  return (
    <>
      <Button variant="secondary" className="px-3" onClick={() => void share()}>
        {state === "copied" ? <Check size={16} aria-hidden /> : <Share2 size={16} aria-hidden />}
        <span aria-live="polite">{words(state === "copied" ? "linkCopied" : "share")}</span>
      </Button>
      {state === "refused" && (
        <div className="order-last col-span-full" aria-live="polite">
          <Notice>
            {words("copyByHand")} <span className="font-mono text-xs break-all select-all">{link}</span>
          </Notice>
        </div>
      )}
    </>
  );
}

/** @returns whether the device has taken it over, be it that the person then let it be */
async function shareByDevice(data: ShareData): Promise<boolean> {
  if (!navigator.canShare?.(data)) return false;
  try {
    await navigator.share(data);
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}

/** Copies a text, and says for a moment that it has; `refused` without HTTPS, or without permission. */
function useCopy() {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state !== "copied") return;
    const timer = setTimeout(() => setState("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  };
  return { state, copy };
}
