import { ArrowDown } from "lucide-react";
import { useEffect, useState, type RefObject } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatPrice } from "#app/_receipt/format.ts";
import type { Order } from "#lib/shared/order.ts";

/** On a phone the receipt comes first: a bar that leads down to what there is to do, until that is in sight. */
export function ActionJump({ order, panel }: { order: Order; panel: RefObject<HTMLElement | null> }) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const isInSight = useInSight(panel);
  if (isInSight) return null;
  return (
    <div className="fixed inset-x-0 bottom-0 z-20 flex animate-appear items-center justify-between gap-3 border-t border-rule bg-raised px-4 py-3 lg:hidden">
      <p className="leading-tight">
        <span className="block text-xs text-muted">Total</span>
        <span className="font-mono font-semibold">{formatPrice(order.price, nativeCurrency.symbol)}</span>
      </p>
      <button
        type="button"
        className="flex min-h-12 items-center gap-2 rounded-md bg-ink px-5 font-medium text-ground"
        onClick={() => panel.current?.scrollIntoView({ behavior: "smooth", block: "center" })}
      >
        What to do now <ArrowDown size={16} aria-hidden />
      </button>
    </div>
  );
}

function useInSight(element: RefObject<HTMLElement | null>): boolean {
  const [isInSight, setIsInSight] = useState(true);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => setIsInSight(entry?.isIntersecting ?? true), {
      rootMargin: "0px 0px -160px 0px",
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isInSight;
}
