import { describeApi } from "#app/api/_openapi/document.ts";
import { methodNotAllowed, route } from "#app/api/_http/handler.ts";

/** It changes with the server's build alone. */
const CACHE = { "Cache-Control": "public, max-age=600" };

let description: string | undefined;

export const GET = route(async () => {
  description ??= JSON.stringify(describeApi());
  return new Response(description, { headers: { ...CACHE, "Content-Type": "application/json" } });
});

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
