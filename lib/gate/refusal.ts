import "server-only";
import type { AppError } from "#lib/base/errors/app-error.ts";
import { MethodNotAllowed, Unauthorized } from "#lib/base/errors/request-errors.ts";
import { currentRequest } from "#lib/base/telemetry/scope.ts";

/** An error as the API answers it: the body that every error has, and the headers that go with this one. */
export function refusalOf(error: AppError) {
  const { title, code, message, details, retryAfterSeconds } = error;
  const retry = retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds };
  return {
    status: error.status,
    body: { error: title, code, message, ...retry, ...details, ...requestOf(error) },
    headers: headersOf(error),
  };
}

/** What only the log can explain says where to look there. */
function requestOf({ status }: AppError): { requestId?: string } {
  const request = status === 500 ? currentRequest() : undefined;
  return request ? { requestId: request.id } : {};
}

function headersOf(error: AppError): Record<string, string> {
  const { retryAfterSeconds } = error;
  return {
    ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
    ...(error instanceof Unauthorized ? { "WWW-Authenticate": "Bearer" } : {}),
    ...(error instanceof MethodNotAllowed ? { Allow: error.allowed.join(", ") } : {}),
    // What is left of the body is not read, so nothing else can come by this connection.
    ...(error.status === 408 || error.status === 413 ? { Connection: "close" } : {}),
  };
}
