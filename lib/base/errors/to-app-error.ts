import "server-only";
import { isChainUnavailable } from "#lib/base/chains.ts";
import { isDatabaseUnavailable } from "#lib/base/db.ts";
import { AppError, InternalError } from "./app-error.ts";
import { ChainUnavailable, DatabaseUnavailable } from "./unavailable.ts";

/** Whatever was thrown, as an error that a person may be shown; what was thrown is kept as its cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error)) return new DatabaseUnavailable(error);
  if (isChainUnavailable(error)) return new ChainUnavailable(error);
  return new InternalError(error);
}
