import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "#app/_ui/cn.ts";
import { Logo } from "#app/_ui/logo.tsx";
import { OperatorLine } from "./operator-line.tsx";

/** The strip of paper that everything about an order is printed on. */
export function ReceiptPaper({
  children,
  stub,
  torn = false,
  className,
}: {
  children: ReactNode;
  /** The part below the perforation. */
  stub?: ReactNode;
  /** Whether the stub has been torn off. */
  torn?: boolean;
  className?: string;
}) {
  return (
    <div className={cn("font-mono text-[0.8125rem] leading-relaxed", className)}>
      <div className="receipt-shadow">
        <div
          className={cn(
            "receipt-paper px-6 pt-7 sm:px-8",
            stub && !torn ? "pb-6" : "receipt-teeth-bottom pb-10",
          )}
        >
          {children}
        </div>
        {stub && !torn && (
          <div className="receipt-paper receipt-teeth-bottom px-6 pb-10 sm:px-8">
            <div className="perforation -mx-6 mb-7 sm:-mx-8" />
            {stub}
          </div>
        )}
      </div>
      {stub && torn && (
        <div className="receipt-shadow mt-2 origin-top-left rotate-[-0.9deg] animate-tear print:hidden">
          <div className="receipt-paper receipt-teeth-both px-6 py-10 sm:px-8">{stub}</div>
        </div>
      )}
    </div>
  );
}

export function ReceiptHead({ title, network }: { title: string; network: string }) {
  return (
    <header className="flex flex-col items-center text-center">
      <Logo size={34} />
      <p className="mt-2 text-base font-semibold tracking-[0.24em]">COINWRIGHT</p>
      <h2 className="text-xs text-muted">
        {title} · {network}
      </h2>
    </header>
  );
}

/** The one promise, as every receipt carries it, and who gives it. */
export function Pledge() {
  const words = useTranslations("receipt");
  return (
    <>
      <p className="text-center leading-relaxed text-balance">{words("pledge")}</p>
      <OperatorLine />
    </>
  );
}

export function ReceiptRule() {
  return <div className="my-4 border-t border-dashed border-edge/60" aria-hidden />;
}

/** One line item: a term, dots, and its value. */
export function ReceiptRow({
  label,
  children,
  strong,
  className,
}: {
  label: string;
  children: ReactNode;
  strong?: boolean;
  className?: string;
}) {
  return (
    <div className={cn("flex items-baseline gap-2", strong && "text-base font-semibold", className)}>
      <dt className={cn("flex shrink-0 grow items-baseline gap-2 uppercase", !strong && "text-muted")}>
        {label}
        <span className="leader" aria-hidden />
      </dt>
      <dd className="min-w-0 max-w-[70%] text-right wrap-anywhere [&_time]:whitespace-normal">{children}</dd>
    </div>
  );
}

/** @param level by what it stands under; on a receipt under the receipt's own */
export function ReceiptHeading({ level: Level = "h3", children }: { level?: "h2" | "h3"; children: string }) {
  return <Level className="mb-2 text-[0.6875rem] tracking-[0.16em] text-muted uppercase">{children}</Level>;
}
