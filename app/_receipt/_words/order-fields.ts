import { useFormatter, useTranslations } from "next-intl";
import type { OrderField } from "#lib/shared/contract/check-order.ts";

/** "the owner and the address". */
export function useFieldList(fields: readonly OrderField[]): string {
  const words = useTranslations("fields");
  return useFormatter().list(fields.map((field) => words(field)));
}
