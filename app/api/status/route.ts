import { methodNotAllowed, requireBearer, route } from "#app/api/_http/handler.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { readStatus } from "#lib/metrics/status/read-status.ts";

/** For the operator's page, to those who may read the metrics. */
export const GET = route(async (context, request) => {
  if (!context.env.METRICS_TOKEN) throw new NotFound("There is no status: METRICS_TOKEN is not set.");
  requireBearer(request, context.env.METRICS_TOKEN);
  return Response.json(await readStatus(context), { headers: { "Cache-Control": "no-store" } });
});

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
