import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FieldErrors } from "react-hook-form";
import type { OrderFormApi } from "#app/_order-form/_form/form-api.ts";
import { useFieldList } from "#app/_receipt/_words/order-fields.ts";
import type { TokenForm } from "#lib/shared/token.ts";
import { fieldNames } from "./show-issues.ts";

type FieldName = (typeof fieldNames)[number];

/** What keeps an order from being placed, in a sentence beside the button: what is missing, or else what is wrong. */
export function useRefusal({ getValues, formState }: OrderFormApi) {
  const words = useTranslations("form");
  const [refused, setRefused] = useState<{ fields: FieldName[]; areMissing: boolean }>();
  const { errors } = formState;
  const left = refused?.fields.filter((name) => errors[name] !== undefined) ?? [];
  const fields = useFieldList(left);
  const note = (found: FieldErrors<TokenForm>) => {
    const wrong = fieldNames.filter((name) => found[name] !== undefined);
    const missing = wrong.filter((name) => isBlank(getValues(name)));
    setRefused({ fields: missing.length > 0 ? missing : wrong, areMissing: missing.length > 0 });
  };
  return {
    note,
    refusal: left.length > 0 ? words(refused?.areMissing ? "missing" : "wrong", { fields }) : undefined,
  };
}

function isBlank(value: unknown): boolean {
  return value === "" || Number.isNaN(value);
}
