import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export const inputClass =
  "h-12 w-full rounded-md border border-edge bg-raised px-3.5 text-base text-ink placeholder:text-muted hover:border-ink focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-red";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input autoComplete="off" spellCheck={false} className={cn(inputClass, className)} {...props} />;
}
