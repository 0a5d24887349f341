import "server-only";
import type { Context } from "#lib/base/context.ts";
import { toAppError } from "#lib/base/errors/to-app-error.ts";
import type { Counts } from "./counts.ts";

/** Does a piece of a sweep. What fails is logged and counted, and left to the next sweep. @param subject what it is about */
export async function attempt(
  { log }: Context,
  subject: Record<string, unknown>,
  work: () => Promise<Counts>,
): Promise<Counts> {
  try {
    return await work();
  } catch (error) {
    const { code, cause } = toAppError(error);
    log.warn({ ...subject, code, err: cause }, "sweep left something for the next time");
    return { errors: 1 };
  }
}
