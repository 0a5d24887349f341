import type { ReactNode } from "react";
import { cn } from "#app/_ui/cn.ts";
import { Logo } from "#app/_ui/logo.tsx";

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
        <div className="receipt-shadow mt-2 origin-top-left rotate-[-0.9deg] animate-tear">
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

/** The one promise, as every receipt carries it. */
export function Pledge() {
  return (
    <p className="text-center leading-relaxed text-balance">
      You pay once. You get exactly this token at exactly this address, or your money back.
    </p>
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
}: {
  label: string;
  children: ReactNode;
  strong?: boolean;
}) {
  return (
    <div className={cn("flex items-baseline gap-2", strong && "text-base font-semibold")}>
      <dt className={cn("shrink-0 uppercase", !strong && "text-muted")}>{label}</dt>
      <span className="leader" aria-hidden />
      <dd className="min-w-0 max-w-[70%] text-right break-words">{children}</dd>
    </div>
  );
}

export function ReceiptHeading({ children }: { children: string }) {
  return <h3 className="mb-2 text-[0.6875rem] tracking-[0.16em] text-muted uppercase">{children}</h3>;
}
