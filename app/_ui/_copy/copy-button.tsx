"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { cn } from "#app/_ui/cn.ts";

const SHOWN_MS = 1_600;

/** @param what is copied, for its accessible name: "Copy token address" */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const words = useTranslations("common");
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Without HTTPS, or permission, there is no clipboard: the text is on the page to be selected by hand.
      setCopied(false);
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={words(copied ? "copied" : "copy", { what })}
      title={words("copy", { what })}
      className={cn(
        "relative grid size-8 shrink-0 place-items-center rounded-md text-muted after:absolute after:-inset-1.5 hover:text-ink",
        className,
      )}
      onClick={copy}
    >
      <Icon size={14} aria-hidden />
    </button>
  );
}
