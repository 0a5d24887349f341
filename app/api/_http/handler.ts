import { z } from "zod";
import { getContext, type Context } from "#lib/base/context.ts";
import type { AppError } from "#lib/base/errors/app-error.ts";
import {
  InvalidRequest,
  MethodNotAllowed,
  PayloadTooLarge,
  RequestTimeout,
  Unauthorized,
} from "#lib/base/errors/request-errors.ts";
import { toAppError } from "#lib/base/errors/to-app-error.ts";
import { noteRefusal } from "#lib/base/telemetry/scope.ts";
import { hasBearer } from "#lib/gate/bearer.ts";
import { clientOf } from "#lib/gate/client.ts";
import { getLimits, requireAdmitted } from "#lib/gate/limits.ts";
import { refusalOf } from "#lib/gate/refusal.ts";

const MAX_BODY_BYTES = 16 * 1024;
/** From when the body is asked for. Who has sent the headers has most of it under way. */
const BODY_TIMEOUT_MS = 5_000;

type Handler<Params> = (context: Context, request: Request, params: Params) => Promise<Response>;

/** A route handler that is counted, and answers whatever is thrown with the error shape of the API. */
export function route<Params = unknown>(handler: Handler<Params>) {
  return uncountedRoute<Params>(async (context, request, params) => {
    requireAdmitted(await getLimits().admit(clientOf(context, request)));
    return handler(context, request, params);
  });
}

/** The same for a handler that asks by itself whether the request may go on, once it knows what it is about. */
export function uncountedRoute<Params = unknown>(handler: Handler<Params>) {
  return async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    const context = getContext();
    try {
      return await handler(context, request, await params);
    } catch (error) {
      const known = toAppError(error);
      noteRefusal(known.code);
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
  if (!hasBearer(request.headers.get("Authorization"), secret)) throw new Unauthorized();
}

/**
 * Reads and parses a JSON body.
 * @throws {PayloadTooLarge} past 16 KiB, without reading on
 * @throws {RequestTimeout} if it has not come in five seconds
 * @throws {InvalidRequest} if it is no UTF-8, no JSON, or not of the schema's shape
 */
export async function readBody<Schema extends z.core.$ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (Number(request.headers.get("Content-Length")) > MAX_BODY_BYTES)
    throw new PayloadTooLarge(MAX_BODY_BYTES);
  return parse(schema, parseJson(decode(await readBytes(request))));
}

async function readBytes({ body }: Request): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new RequestTimeout()), BODY_TIMEOUT_MS);
  const bytes: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) return Buffer.concat(bytes);
      size += value.byteLength;
      if (size > MAX_BODY_BYTES) throw new PayloadTooLarge(MAX_BODY_BYTES);
      bytes.push(value);
    }
  } finally {
    clearTimeout(timer);
    reader.releaseLock();
  }
}

/** Any JSON object, with all that it holds. */
export const jsonObject = z.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "The body must be a JSON object.",
);

/** @throws {InvalidRequest} */
export function parse<Schema extends z.core.$ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = z.safeParse(schema, input);
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

function errorResponse(error: AppError): Response {
  const { status, body, headers } = refusalOf(error);
  return Response.json(body, { status, headers });
}
