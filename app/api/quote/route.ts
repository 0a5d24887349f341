import { methodNotAllowed, readBody, route } from "#app/api/_http/handler.ts";
import { draftOrder, toOrder } from "#lib/orders/orders.ts";
import { tokenBody } from "#lib/shared/token.ts";

/** The order that this body would become, with its address and price. Nothing is stored. */
export const POST = route(async (context, request) => {
  return Response.json(toOrder(await draftOrder(context, await readBody(request, tokenBody))));
});

export const GET = methodNotAllowed("POST");
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
