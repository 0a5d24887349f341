import { useId, type ReactElement, type ReactNode } from "react";
import { cn } from "#app/_ui/cn.ts";

type Control = { id: string; "aria-invalid": boolean; "aria-describedby": string };

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Room for this many lines below the field, so that a longer message moves nothing. */
  lines?: 1 | 2;
  className?: string;
  children: (control: Control) => ReactElement;
};

/** A label, a control, and below it a hint that gives way to what is wrong. */
export function Field({ label, hint, error, lines = 1, className, children }: Props) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      {children({ id, "aria-invalid": error !== undefined, "aria-describedby": noteId })}
      <p
        id={noteId}
        className={cn(
          "pt-1.5 text-[0.8125rem] leading-5 wrap-anywhere",
          lines === 2 ? "min-h-12" : "min-h-7",
          error ? "text-red" : "text-muted",
        )}
      >
        {error ?? hint}
      </p>
    </div>
  );
}
