import { ChevronDown } from "lucide-react";
import { Collapsible } from "radix-ui";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { OrderFormApi } from "./token-fields.tsx";

/** The owner: most people leave it to their own wallet. Stays open while it holds something. */
export function AdvancedFields({ form }: { form: OrderFormApi }) {
  const { register, control, formState } = form;
  const owner = useWatch({ control, name: "owner" });
  const [isOpen, setIsOpen] = useState(false);
  const error = formState.errors.owner?.message;
  const open = isOpen || Boolean(owner) || error !== undefined;
  return (
    <Collapsible.Root open={open} onOpenChange={setIsOpen}>
      <Collapsible.Trigger className="flex min-h-11 items-center gap-2 text-sm font-medium text-muted hover:text-ink">
        <ChevronDown size={16} className={open ? "rotate-180" : ""} aria-hidden />
        Advanced
      </Collapsible.Trigger>
      <Collapsible.Content className="pt-3">
        <Field
          label="Owner"
          hint="Gets the whole supply, and controls the token where a feature has an owner. Leave it empty for the wallet you connect."
          error={error}
          lines={2}
        >
          {(field) => (
            <Input {...field} {...register("owner")} placeholder="0x…" className="font-mono text-sm" />
          )}
        </Field>
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
