import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "#app/_ui/cn.ts";

type Fold = { open: boolean; onToggle: () => void };

const RECEIPT_ID = "draft-receipt";

/** Beside the form where there is room; on a phone below it, folded to one line. */
export function ReceiptFold({ open, onToggle, children }: Fold & { children: ReactNode }) {
  const words = useTranslations("form");
  return (
    <div className="lg:sticky lg:top-8 lg:self-start">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={RECEIPT_ID}
        className="flex min-h-14 w-full items-center justify-between border-y border-rule font-medium lg:hidden"
        onClick={onToggle}
      >
        {words("receipt")}
        <ChevronDown
          size={18}
          className={cn("text-muted transition-transform", open && "rotate-180")}
          aria-hidden
        />
      </button>
      <div id={RECEIPT_ID} className={cn("pt-6 lg:block lg:pt-0", !open && "hidden")}>
        {children}
      </div>
    </div>
  );
}

/** On a phone: the total, always in sight, with the one thing to do about it. */
export function TotalBar({
  total,
  estimate,
  open,
  onToggle,
  children,
}: Fold & { total: string; estimate: string | null; children: ReactNode }) {
  const words = useTranslations("form");
  const show = () => {
    if (!open) onToggle();
    requestAnimationFrame(() =>
      document.getElementById(RECEIPT_ID)?.scrollIntoView({ behavior: ownBehavior() }),
    );
  };
  return (
    <div className="sticky bottom-0 z-20 -mx-4 mt-8 flex items-center gap-3 border-t border-rule bg-raised px-4 py-3 sm:-mx-8 sm:px-8 lg:hidden">
      <button type="button" className="min-h-11 flex-1 text-left leading-tight" onClick={show}>
        <span className="block text-xs text-muted">{words("seeReceipt")}</span>
        <span className="font-mono font-semibold">{total}</span>
        {estimate && <span className="block text-xs text-muted">{estimate}</span>}
      </button>
      {children}
    </div>
  );
}

/** A script's own choice goes before the page's styles, which leave out what moves for those who don't want it. */
function ownBehavior(): ScrollBehavior {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
