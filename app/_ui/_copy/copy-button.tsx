"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { cn } from "#app/_ui/cn.ts";

/** How long it is said what came of it; a sentence takes longer to read than a tick to see. */
const SHOWN_MS = { copied: 1_600, refused: 6_000 };

/** @param what is copied, for its accessible name: "Copy token address" */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const words = useTranslations("common");
  const [result, setResult] = useState<"copied" | "refused" | null>(null);

  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SHOWN_MS[result]);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
    } catch {
      // Without HTTPS, or permission, there is no clipboard.
      setResult("refused");
    }
  };
  const Icon = result === "copied" ? Check : Copy;
  return (
    <span className={cn("relative shrink-0 font-sans", className)}>
      <button
        type="button"
        aria-label={words(result === "copied" ? "copied" : "copy", { what })}
        title={words("copy", { what })}
        className="relative grid size-8 place-items-center rounded-md text-muted after:absolute after:-inset-1.5 hover:text-ink"
        onClick={copy}
      >
        <Icon size={14} aria-hidden />
      </button>
      <span role="status">
        {result === "refused" && (
          <span className="absolute top-full right-0 z-10 w-52 rounded-md border border-edge bg-raised px-2.5 py-1.5 text-left text-xs leading-4 text-ink shadow-lg">
            {words("notCopied")}
          </span>
        )}
      </span>
    </span>
  );
}
