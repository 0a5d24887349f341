import { z } from "zod";
import { findOrder, toOrder } from "#lib/orders.ts";
import { findStep } from "#lib/progress.ts";
import { addressParameter } from "#lib/token.ts";
import { methodNotAllowed, parse, route } from "../../http.ts";

const query = z.strictObject({ chainId: z.coerce.number().int().positive().optional() });

export const GET = route<{ address: string }>(async (context, request, params) => {
  const { address } = parse(z.object({ address: addressParameter }), params);
  const { chainId } = parse(query, Object.fromEntries(new URL(request.url).searchParams));
  const order = await findOrder(context, { token: address, chainId });
  return Response.json(toOrder(order, await findStep(context, order)));
});

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
