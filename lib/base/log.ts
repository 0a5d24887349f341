import pino, { type DestinationStream, type Logger } from "pino";

export type { Logger };

/**
 * JSON lines on standard output. Errors are cut down to what is safe to keep: an RPC client's full message holds
 * the node's address, which may hold a key, and a failed query's its parameters.
 */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino({ level, base: null, serializers: { err: serializeError } }, destination);
}

type LoggedError = { name: string; message: string; code?: string; cause?: LoggedError };

export function serializeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const short = "shortMessage" in error ? String(error.shortMessage) : error.message;
  const details = "details" in error && typeof error.details === "string" ? ` (${error.details})` : "";
  return {
    name: error.name,
    message: withoutUrls(withoutParameters(short + details)),
    ...("code" in error ? { code: String(error.code) } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

/** A query that failed is told with its parameters, and one of them may be a signed transaction. */
function withoutParameters(text: string): string {
  return text.replace(/\nparams: [\s\S]*$/, "");
}

function withoutUrls(text: string): string {
  return text.replace(/\b[a-z]+:\/\/[^\s"')]+/gi, "<address>");
}
