import { HttpError } from "#app/_client/http-client.ts";
import type { OrderFormApi } from "#app/_order-form/_form/form-api.ts";
import { toFieldError } from "#app/_fields/issue-words.ts";
import { keepRefusal } from "./refusals.ts";

export const fieldNames = ["name", "symbol", "decimals", "supply", "features", "cap", "owner"] as const;

/**
 * Shows what the server finds wrong with a field under that field. The form has checked all that it can, so of a symbol
 * that is left over the server says that it makes none like it.
 * @param except fields that hold nothing of a person's yet
 */
export function showIssues(
  error: Error | null,
  { getValues, setError }: Pick<OrderFormApi, "getValues" | "setError">,
  except: readonly string[] = [],
): void {
  if (!(error instanceof HttpError)) return;
  for (const { path, message } of error.issues) {
    const name = fieldNames.find((each) => path === each || path.startsWith(`${each}.`));
    if (!name || except.includes(name)) continue;
    const found = toFieldError(name === "symbol" ? { code: "deniedSymbol" } : { code: "other", message });
    keepRefusal(name, getValues(), found);
    setError(name, found);
  }
}
