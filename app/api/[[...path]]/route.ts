import { route } from "#app/api/_http/handler.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";

export const GET = route(async () => {
  throw new NotFound("There is nothing at this address.");
});

export const POST = GET;
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
