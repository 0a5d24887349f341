import type { ComponentProps } from "react";
import { cn } from "#app/_ui/cn.ts";

export const inputClass = "input";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input autoComplete="off" spellCheck={false} className={cn(inputClass, className)} {...props} />;
}
