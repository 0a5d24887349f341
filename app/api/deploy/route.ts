import { jsonObject, methodNotAllowed, parse, readBody, uncountedRoute } from "#app/api/_http/handler.ts";
import { locationOf } from "#app/api/_http/location.ts";
import type { Context } from "#lib/base/context.ts";
import { requireNotRefused } from "#lib/deploy/refused.ts";
import { publishStep } from "#lib/deploy/step-channel.ts";
import { deployOrQueue } from "#lib/queue/enqueue.ts";
import { clientOf } from "#lib/gate/client.ts";
import { getLimits, requireAdmitted } from "#lib/gate/limits.ts";
import { findOrder } from "#lib/orders/find.ts";
import { quoteOrder } from "#lib/orders/place.ts";
import { toOrder, type QuotedOrder } from "#lib/orders/to-order.ts";
import { orderBody, tokenReference } from "#lib/shared/order-body.ts";

/** How long a platform that limits functions may let this one run, in seconds; longer than DEPLOY_TIMEOUT_MS. */
export const maxDuration = 60;

/** Gas does not become cheaper from one moment to the next, and the server looks by itself. */
const HELD_RETRY_SECONDS = 15;

export const POST = uncountedRoute(async (context, request) => {
  const draft = await readDraft(context, request);
  const ended = await deployOrQueue(context, draft);
  const { status, order } = ended;
  const position = ended.status === "queued" ? ended.position : null;
  const token = toOrder(order, { position });
  publishStep("answering", order);
  if (status === "deployed") return Response.json({ status, token });
  const headers = new Headers({ Location: locationOf(context, order) });
  if (status === "held") headers.set("Retry-After", String(HELD_RETRY_SECONDS));
  const place = ended.status === "queued" ? { position } : {};
  return Response.json({ status, jobId: order.address, ...place, token }, { status: 202, headers });
});

export const GET = methodNotAllowed("POST");
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;

/** What is to be deployed: an order that was placed, or a whole one. @throws {RateLimited} where there were too many */
async function readDraft(context: Context, request: Request): Promise<QuotedOrder> {
  const limits = getLimits();
  const client = clientOf(context, request);
  const body = await readBody(request, jsonObject);
  if ("token" in body) {
    const reference = parse(tokenReference, body);
    requireAdmitted(await limits.admitFor(client, reference.token));
    requireNotRefused(context, reference);
    return findOrder(context, reference);
  }
  requireAdmitted(await limits.admit(client));
  const order = parse(orderBody, body);
  requireAdmitted(await limits.admitOrder(client, order.deployer));
  return quoteOrder(context, order);
}
