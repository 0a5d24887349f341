import { z } from "zod";
import { methodNotAllowed, parse, readBody, route } from "#app/api/_http/handler.ts";
import { listOrders, locationOf, placeOrder, toOrder } from "#lib/orders/orders.ts";
import { addressParameter, tokenBody } from "#lib/shared/token.ts";

const page = z.strictObject({
  deployer: addressParameter.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, "This is no cursor of an earlier answer.")
    .transform(BigInt)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const GET = route(async (context, request) => {
  const query = parse(page, Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await listOrders(context, query));
});

export const POST = route(async (context, request) => {
  const { order, created } = await placeOrder(context, await readBody(request, tokenBody));
  const headers = { Location: locationOf(context, order) };
  return Response.json(toOrder(order), { status: created ? 201 : 200, headers });
});

export const PUT = methodNotAllowed("GET", "POST");
export const PATCH = PUT;
export const DELETE = PUT;
