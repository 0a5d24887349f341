import { useFormatter, useTranslations } from "next-intl";
import type { OrderField } from "#lib/shared/contract/check-order.ts";

/** "the owner and the address". What joins them takes a browser a while to make, and most pages have nothing to name. */
export function useFieldList(fields: readonly OrderField[]): string {
  const words = useTranslations("fields");
  const format = useFormatter();
  return fields.length === 0 ? "" : format.list(fields.map((field) => words(field)));
}
