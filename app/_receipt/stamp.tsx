import { useTranslations } from "next-intl";
import { cn } from "#app/_ui/cn.ts";
import type { OrderStatus } from "#lib/shared/order.ts";
import { stampTones, type StampTone } from "./_words/status-words.ts";

const tones: Record<StampTone, string> = {
  blue: "text-blue border-blue",
  green: "text-green border-green",
  red: "text-red border-red",
};

/** A rubber stamp's mark. Large ones lie across the receipt, small ones beside a line. */
export function Stamp({
  children,
  tone,
  size = "small",
  rotate = -3,
  className,
}: {
  children: string;
  tone: StampTone;
  size?: "small" | "large";
  rotate?: number;
  className?: string;
}) {
  return (
    <span className={cn("inline-block animate-stamp", className)} style={{ rotate: `${rotate}deg` }}>
      <span
        className={cn(
          "ink inline-block rounded-[5px] font-mono font-bold tracking-[0.14em] uppercase",
          size === "large"
            ? "border-[3px] px-4 py-1.5 text-3xl outline-2 outline-offset-2 outline-current"
            : "border-2 px-1.5 text-[0.6875rem]",
          tones[tone],
        )}
      >
        {children}
      </span>
    </span>
  );
}

/** The stamp of where an order stands. */
export function StatusStamp({
  status,
  size,
  rotate,
}: {
  status: OrderStatus;
  size?: "small" | "large";
  rotate?: number;
}) {
  const words = useTranslations("statuses");
  return (
    <Stamp key={status} tone={stampTones[status]} size={size} rotate={rotate}>
      {words(`${status}.stamp`)}
    </Stamp>
  );
}

/** The SVG filter behind `.ink`: eats specks out of whatever it is put on. Rendered once per page. */
export function InkFilter() {
  return (
    <svg className="absolute size-0" aria-hidden>
      <filter id="ink" x="-5%" y="-5%" width="110%" height="110%">
        <feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="3" seed="7" result="noise" />
        <feColorMatrix
          in="noise"
          type="matrix"
          values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 -5 4.3"
          result="specks"
        />
        <feComposite in="SourceGraphic" in2="specks" operator="in" />
      </filter>
    </svg>
  );
}
