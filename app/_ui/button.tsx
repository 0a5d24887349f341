import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const variants = {
  primary: "bg-accent text-on-accent shadow-[inset_0_-2px_0_rgb(0_0_0/0.18)] hover:bg-accent-strong",
  secondary: "border border-edge bg-raised text-ink hover:border-ink",
  quiet: "text-muted underline-offset-4 hover:text-ink hover:underline",
};

type Props = ComponentProps<"button"> & { variant?: keyof typeof variants; asChild?: boolean };

export function Button({ variant = "primary", asChild = false, className, ...props }: Props) {
  const Element = asChild ? Slot.Root : "button";
  return (
    <Element
      {...(asChild ? {} : { type: "button" as const })}
      className={cn(
        "inline-flex min-h-11 items-center justify-center gap-2 rounded-md px-4 text-[0.9375rem] font-medium whitespace-nowrap transition-colors",
        "aria-disabled:cursor-not-allowed aria-disabled:opacity-60 disabled:cursor-not-allowed disabled:opacity-60",
        variants[variant],
        className,
      )}
      {...props}
    />
  );
}
