import pino, { type DestinationStream, type Logger } from "pino";
import { logBindings } from "#lib/base/telemetry/scope.ts";

export type { Logger };

/**
 * JSON lines on standard output, each with the request and the order that it is about. Errors are cut down to what is safe
 * to keep: an RPC client's full message holds the node's address, which may hold a key, and a failed query's its parameters.
 */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      base: null,
      mixin: logBindings,
      serializers: { err: serializeError, error: serializeError },
      hooks: { streamWrite: withoutBytes },
    },
    destination,
  );
}

type LoggedError = { name: string; message: string; code?: string; cause?: LoggedError };

export function serializeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: safeText(String(error)) };
  const short = "shortMessage" in error ? String(error.shortMessage) : error.message;
  const details = "details" in error && typeof error.details === "string" ? ` (${error.details})` : "";
  return {
    name: error.name,
    message: safeText(short + details),
    ...("code" in error ? { code: String(error.code) } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

/** A text without what must not be kept, whoever has made it. */
export function safeText(text: string): string {
  return withoutBytes(withoutUrls(withoutParameters(text)));
}

/** A query that failed is told with its parameters, and one of them may be a signed transaction. */
function withoutParameters(text: string): string {
  return text.replace(/\nparams: [\s\S]*$/, "");
}

function withoutUrls(text: string): string {
  return text.replace(/\b[a-z]+:\/\/[^\s"')]+/gi, "<address>");
}

/**
 * Longer than any hash or address: a signed transaction, which whoever reads it could send, or a contract's code. A node
 * may repeat what it was sent, with or without the prefix. Of a whole line, wherever in it that stands.
 */
function withoutBytes(text: string): string {
  return text.replace(/(?:0x)?[0-9a-f]{130,}/gi, "<bytes>");
}
