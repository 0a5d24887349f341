import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { OwnerField } from "./_owner/owner-field.tsx";
import type { OrderFormApi } from "./token-fields.tsx";

/** The owner: most people leave it to their own wallet. Stays open while it holds something. */
export function AdvancedFields({ form, chain }: { form: OrderFormApi; chain: PublicChain }) {
  const words = useTranslations("form");
  const owner = useWatch({ control: form.control, name: "owner" });
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Disclosure open={isOpen || Boolean(owner)} onOpenChange={setIsOpen} title={words("advanced")}>
      <OwnerField key={chain.id} form={form} chain={chain} />
    </Disclosure>
  );
}
