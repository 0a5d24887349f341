"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { CopyButton } from "./copy-button.tsx";

/** Text of a program, to be read, copied and kept. @param file what it is called once it is downloaded */
export function CodeBlock({ text, label, file }: { text: string; label: string; file: string }) {
  const words = useTranslations("common");
  return (
    <div className="overflow-hidden rounded-md border border-edge bg-paper">
      <div className="flex items-center justify-between gap-2 border-b border-rule py-1 pr-2 pl-3">
        <span className="min-w-0 truncate font-mono text-xs text-muted">{label}</span>
        <span className="flex shrink-0 gap-2">
          <CopyButton text={text} what={file} />
          <button
            type="button"
            aria-label={words("download", { file })}
            title={words("download", { file })}
            className="relative grid size-8 place-items-center rounded-md text-muted after:absolute after:-inset-1 hover:text-ink"
            onClick={() => download(file, text)}
          >
            <Download size={14} aria-hidden />
          </button>
        </span>
      </div>
      <pre
        // What scrolls must be reached by keyboard.
        tabIndex={0}
        role="region"
        aria-label={label}
        className="max-h-96 overflow-auto p-3 text-xs leading-5"
      >
        <code>{text}</code>
      </pre>
    </div>
  );
}

/** Hands the text to the browser as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
