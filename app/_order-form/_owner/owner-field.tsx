import { useTranslations } from "next-intl";
import { type ChangeEvent, useEffect, useState } from "react";
import { useController } from "react-hook-form";
import { Field } from "#app/_ui/_form/field.tsx";
import { Input } from "#app/_ui/_form/input.tsx";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { useIssueWords } from "#app/_fields/issue-words.ts";
import type { OrderFormApi } from "#app/_order-form/token-fields.tsx";
import { type OwnerEntry, ownerOf, readOwner } from "#app/_fields/read-owner.ts";
import { useEns } from "#app/_fields/use-ens.ts";
import { useOwnerWords } from "#app/_fields/use-owner-words.ts";

type Props = { form: OrderFormApi; chain: PublicChain };

/** Who gets the token: an address, or an ENS name, of which the form holds the address that it stands for. */
export function OwnerField({ form, chain }: Props) {
  const words = useTranslations("form");
  const wordsOf = useIssueWords();
  const { field, fieldState, text, entry, ens } = useOwner({ form, chain });
  const { hint, error } = useOwnerWords({ entry, ens, chain });
  return (
    <Field
      label={words("owner")}
      hint={<span aria-live="polite">{hint ?? words("ownerHint")}</span>}
      error={error ?? (hint === undefined ? wordsOf(fieldState.error) : undefined)}
      lines={2}
    >
      {(control) => (
        <Input {...control} {...field} value={text} placeholder="0x…" className="font-mono text-sm" />
      )}
    </Field>
  );
}

/** What stands in the field, and keeps what the form holds of it in step as a name is found. */
function useOwner({ form: { control, setValue }, chain }: Props) {
  const { field, fieldState } = useController({ control, name: "owner" });
  const [typed, setTyped] = useState("");
  const value = field.value ?? "";
  const asTyped = readOwner(typed, chain.id);
  const asHeld = readOwner(value, chain.id);
  const name = nameOf(asHeld) ?? nameOf(asTyped);
  const ens = useEns(name, chain);
  const found = ens.name === "found" ? ens.address : undefined;
  const isTyped = value === ownerOf(asTyped, typed) || (asTyped.kind === "ens" && value === found);
  // What the form has from elsewhere, as from a draft, is shown as it is.
  const [text, entry] = isTyped ? [typed, asTyped] : [value, asHeld];
  const owner = (entry.kind === "ens" ? found : undefined) ?? ownerOf(entry, text);
  useEffect(() => {
    if (owner !== value) setValue("owner", owner, { shouldValidate: true });
  }, [owner, value, setValue]);
  const onChange = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    setTyped(currentTarget.value);
    field.onChange(ownerOf(readOwner(currentTarget.value, chain.id), currentTarget.value));
  };
  return { field: { ...field, onChange }, fieldState, text, entry, ens };
}

function nameOf(entry: OwnerEntry): string | null {
  return entry.kind === "ens" ? entry.name : null;
}
