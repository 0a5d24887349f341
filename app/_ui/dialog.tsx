"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useReturnFocus } from "./use-return-focus.ts";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  children: ReactNode;
};

/** A modal dialog: a sheet at the bottom of a phone, a card in the middle of anything wider. */
export function Dialog({ open, onOpenChange, title, description, children }: Props) {
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-[rgb(20_14_6/0.55)]" />
        <Radix.Content
          {...returnFocus}
          className="fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] animate-appear overflow-y-auto rounded-t-2xl border border-rule bg-raised p-6 pb-8 shadow-2xl sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[27rem] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl sm:pb-6"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-xl font-semibold tracking-tight">{title}</Radix.Title>
            <Radix.Close
              aria-label="Close"
              className="-mt-2 -mr-2 grid size-11 shrink-0 place-items-center rounded-md text-muted hover:text-ink"
            >
              <X size={18} aria-hidden />
            </Radix.Close>
          </div>
          <Radix.Description className="mt-1 text-sm leading-relaxed text-muted">
            {description}
          </Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
