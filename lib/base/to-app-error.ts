import "server-only";
import { isChainUnavailable } from "./chains.ts";
import { isDatabaseUnavailable } from "./db.ts";
import { AppError, ChainUnavailable, DatabaseUnavailable, InternalError } from "./errors.ts";

/** Whatever was thrown, as an error that a person may be shown; what was thrown is kept as its cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error)) return new DatabaseUnavailable(error);
  if (isChainUnavailable(error)) return new ChainUnavailable(error);
  return new InternalError(error);
}
