import { CircleAlert, Info } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type Props = {
  tone?: "info" | "error";
  /** What only who looks into it can make something of: it stays closed until it is asked for. */
  details?: string | undefined;
  children: ReactNode;
};

/** A short message in the flow of a page: something that is known, or something that went wrong. */
export function Notice({ tone = "info", details, children }: Props) {
  const Icon = tone === "error" ? CircleAlert : Info;
  return (
    <div
      role={tone === "error" ? "alert" : undefined}
      className={cn(
        "flex gap-3 border-l-2 py-1 pl-3 text-sm leading-relaxed",
        tone === "error" ? "border-red text-ink" : "border-edge text-muted",
      )}
    >
      <Icon size={16} className={cn("mt-1 shrink-0", tone === "error" && "text-red")} aria-hidden />
      <div className="min-w-0 wrap-anywhere">
        {children}
        {details && <Details>{details}</Details>}
      </div>
    </div>
  );
}

function Details({ children }: { children: string }) {
  const words = useTranslations("common");
  return (
    <details className="mt-1 text-muted">
      <summary className="inline-flex min-h-6 items-center underline underline-offset-2">
        {words("details")}
      </summary>
      <code className="mt-1 block font-mono text-xs wrap-anywhere">{children}</code>
    </details>
  );
}
