import { ChevronDown } from "lucide-react";
import { useId, type ReactNode } from "react";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; title: string; children: ReactNode };

/** What most people need not see, behind a line that opens it. */
export function Disclosure({ open, onOpenChange, title, children }: Props) {
  const id = useId();
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        className="flex min-h-11 items-center gap-2 text-sm font-medium text-muted hover:text-ink"
        onClick={() => onOpenChange(!open)}
      >
        <ChevronDown size={16} className={open ? "rotate-180" : ""} aria-hidden />
        {title}
      </button>
      <div id={id} hidden={!open} className="pt-3">
        {open && children}
      </div>
    </div>
  );
}
