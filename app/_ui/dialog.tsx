"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, type ReactNode, type SyntheticEvent } from "react";
import { cn } from "./cn.ts";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  children: ReactNode;
};

/** A modal dialog: a sheet at the bottom of a phone, a card in the middle of anything wider. */
export function Dialog({ open, onOpenChange, title, description, children }: Props) {
  const words = useTranslations("common");
  const modal = useModal(open, () => onOpenChange(false));
  const id = useId();
  return (
    <dialog
      {...modal}
      closedby="any"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-description`}
      className={cn(
        modalStyle,
        "inset-x-0 top-auto bottom-0 w-full max-w-none rounded-t-2xl border-rule p-6 pb-8 sm:inset-0 sm:m-auto sm:w-[27rem] sm:rounded-2xl sm:pb-6",
      )}
    >
      <div className="flex items-start justify-between gap-4">
        <h2 id={`${id}-title`} className="text-xl font-semibold tracking-tight">
          {title}
        </h2>
        <button
          type="button"
          aria-label={words("close")}
          className="-mt-2 -mr-2 grid size-11 shrink-0 place-items-center rounded-md text-muted hover:text-ink"
          onClick={() => onOpenChange(false)}
        >
          <X size={18} aria-hidden />
        </button>
      </div>
      <p id={`${id}-description`} className="mt-1 text-sm leading-relaxed text-muted">
        {description}
      </p>
      {open && children}
    </dialog>
  );
}

/** What all modal dialogs look like. */
export const modalStyle =
  "fixed m-0 max-h-[92dvh] overflow-y-auto border bg-raised text-ink shadow-2xl backdrop:bg-[rgb(20_14_6/0.55)] open:animate-appear";

/**
 * Opens a dialog over the page, which keeps the focus inside and gives it back to what had it.
 * @param onClose told when a person closes it
 */
export function useModal(open: boolean, onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  // After each rendering: one that a person has closed may have to ask the next thing.
  useEffect(() => {
    if (open && !ref.current?.open) ref.current?.showModal();
    if (!open) ref.current?.close();
  });
  return {
    ref,
    // It comes after the fact, when the next thing may be asked already.
    onClose: ({ currentTarget }: SyntheticEvent<HTMLDialogElement>) => {
      if (!currentTarget.open) onClose();
    },
  };
}
