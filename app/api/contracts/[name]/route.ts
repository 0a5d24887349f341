import { methodNotAllowed, route } from "#app/api/_http/handler.ts";
import { findContractSource } from "#lib/orders/contract-source.ts";

/** It changes with the server's build alone. */
const CACHE = { "Cache-Control": "public, max-age=600" };

export const GET = route<{ name: string }>(async (_context, _request, { name }) =>
  Response.json(findContractSource(name), { headers: CACHE }),
);

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
