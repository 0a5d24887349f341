import { methodNotAllowed, requireBearer, uncountedRoute } from "#app/api/_http/handler.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { metricsOf } from "#lib/metrics/metrics.ts";

// Not counted: it is asked of the parts seldom, and a server that refuses much is what its operator wants to see.
export const GET = uncountedRoute(async (context, request) => {
  if (!context.env.METRICS_TOKEN) throw new NotFound("There are no metrics: METRICS_TOKEN is not set.");
  requireBearer(request, context.env.METRICS_TOKEN);
  const { text, contentType } = metricsOf(context);
  return new Response(await text(), {
    headers: { "Content-Type": contentType, "Cache-Control": "no-store" },
  });
});

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
