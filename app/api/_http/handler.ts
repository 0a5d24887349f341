import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { getContext, type Context } from "#lib/base/context.ts";
import {
  InvalidRequest,
  MethodNotAllowed,
  PayloadTooLarge,
  Unauthorized,
  type AppError,
} from "#lib/base/errors.ts";
import { toAppError } from "#lib/base/to-app-error.ts";

const MAX_BODY_BYTES = 16 * 1024;

type Handler<Params> = (context: Context, request: Request, params: Params) => Promise<Response>;

/** A route handler that answers whatever is thrown with the error shape of the API. */
export function route<Params = unknown>(handler: Handler<Params>) {
  return async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    const context = getContext();
    try {
      return await handler(context, request, await params);
    } catch (error) {
      const known = toAppError(error);
      if (known.status >= 500 && known.cause !== undefined)
        context.log.error(
          { err: known.cause, code: known.code, path: new URL(request.url).pathname },
          known.title,
        );
      return errorResponse(known);
    }
  };
}

/** Handlers for the methods that a route does not have, by name, to be exported beside those it has. */
export function methodNotAllowed(...allowed: readonly string[]) {
  return route(async () => {
    throw new MethodNotAllowed(allowed);
  });
}

/** Lets only those pass who know a secret. @throws {Unauthorized} */
export function requireBearer(request: Request, secret: string): void {
  const given = request.headers.get("Authorization")?.match(/^Bearer (.+)$/i)?.[1] ?? "";
  // Hashes are of one length, and comparing them takes one time.
  if (!timingSafeEqual(digest(given), digest(secret))) throw new Unauthorized();
}

/**
 * Reads and parses a JSON body.
 * @throws {PayloadTooLarge} past 16 KiB, without reading on
 * @throws {InvalidRequest} if it is no UTF-8, no JSON, or not of the schema's shape
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const bytes: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new PayloadTooLarge(MAX_BODY_BYTES);
    bytes.push(chunk);
  }
  return parse(schema, parseJson(decode(Buffer.concat(bytes))));
}

/** @throws {InvalidRequest} */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidRequest(
    result.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidRequest([{ path: "", message: "The body must be text in UTF-8." }]);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidRequest([{ path: "", message: "The body must be JSON." }]);
  }
}

function digest(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}

function errorResponse(error: AppError): Response {
  const { title, code, message, details, retryAfterSeconds } = error;
  const retry = retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds };
  const headers = new Headers();
  if (retryAfterSeconds !== undefined) headers.set("Retry-After", String(retryAfterSeconds));
  if (error instanceof Unauthorized) headers.set("WWW-Authenticate", "Bearer");
  if (error instanceof MethodNotAllowed) headers.set("Allow", error.allowed.join(", "));
  return Response.json(
    { error: title, code, message, ...retry, ...details },
    { status: error.status, headers },
  );
}
