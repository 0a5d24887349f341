import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const variants = {
  primary: "button-primary",
  secondary: "button-secondary",
  danger: "button-danger",
  quiet: "button-quiet",
};

type Props = ComponentProps<"button"> & { variant?: keyof typeof variants; asChild?: boolean };

export function Button({ variant = "primary", asChild = false, className, ...props }: Props) {
  const Element = asChild ? Slot.Root : "button";
  return (
    <Element
      {...(asChild ? {} : { type: "button" as const })}
      className={cn("button", variants[variant], className)}
      {...props}
    />
  );
}
