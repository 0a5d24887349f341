import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** A short message in the flow of a page: something that is known, or something that went wrong. */
export function Notice({ tone = "info", children }: { tone?: "info" | "error"; children: ReactNode }) {
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
      <div>{children}</div>
    </div>
  );
}
