import type { UseFormSetError } from "react-hook-form";
import { HttpError } from "#app/_client/http-client.ts";
import type { TokenForm } from "#lib/shared/token.ts";

const fieldNames = ["name", "symbol", "decimals", "supply", "features", "cap", "owner"] as const;

/** Shows what the server finds wrong with a field under that field. */
export function showIssues(error: Error | null, setError: UseFormSetError<TokenForm>): void {
  if (!(error instanceof HttpError)) return;
  for (const { path, message } of error.issues) {
    const name = fieldNames.find((each) => path === each || path.startsWith(`${each}.`));
    if (name) setError(name, { type: "server", message });
  }
}
