import { z } from "zod";
import { methodNotAllowed, parse, readBody, route } from "#app/api/_http/handler.ts";
import { locationOf } from "#app/api/_http/location.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { publishStep } from "#lib/deploy/step-channel.ts";
import { findOrder } from "#lib/orders/find.ts";
import { quoteOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { orderBody, tokenReference } from "#lib/shared/order.ts";

/** How long a platform that limits functions may let this one run, in seconds; longer than DEPLOY_TIMEOUT_MS. */
export const maxDuration = 60;

/** Gas does not become cheaper from one moment to the next, and the server looks by itself. */
const HELD_RETRY_SECONDS = 15;

export const POST = route(async (context, request) => {
  const body = await readBody(request, z.record(z.string(), z.unknown()));
  const draft =
    "token" in body
      ? await findOrder(context, parse(tokenReference, body))
      : await quoteOrder(context, parse(orderBody, body));
  const { status, order } = await deploy(context, draft);
  const token = toOrder(order);
  publishStep("answering", order);
  if (status === "deployed") return Response.json({ status, token });
  const headers = new Headers({ Location: locationOf(context, order) });
  if (status === "held") headers.set("Retry-After", String(HELD_RETRY_SECONDS));
  return Response.json({ status, jobId: order.address, token }, { status: 202, headers });
});

export const GET = methodNotAllowed("POST");
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
