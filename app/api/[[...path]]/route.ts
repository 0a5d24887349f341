import { NotFound } from "#lib/errors.ts";
import { route } from "../http.ts";

export const GET = route(async () => {
  throw new NotFound("There is nothing at this address.");
});

export const POST = GET;
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
