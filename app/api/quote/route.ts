import { draftOrder, toOrder } from "#lib/orders.ts";
import { tokenBody } from "#lib/token.ts";
import { methodNotAllowed, readBody, route } from "../http.ts";

/** The order that this body would become, with its address and price. Nothing is stored. */
export const POST = route(async (context, request) => {
  return Response.json(toOrder(await draftOrder(context, await readBody(request, tokenBody))));
});

export const GET = methodNotAllowed("POST");
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
