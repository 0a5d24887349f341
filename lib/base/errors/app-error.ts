import type { Order } from "#lib/shared/order.ts";

/** A problem with one field of a request body; `path` is dotted, empty for the body as a whole. */
export type Issue = { path: string; message: string };

/** What an answer says besides. */
export type Details = { token?: Order; issues?: Issue[] };

/**
 * An error that a person may be shown. `title`, `code`, `message` and `details` are the answer's body, so they
 * never carry an address of a node, a key or a stack; what went wrong underneath is the `cause`, for the log.
 */
export abstract class AppError extends Error {
  abstract readonly status: number;
  abstract readonly code: string;
  abstract readonly title: string;
  /** Seconds after which the same request may succeed; undefined where trying again can't help. */
  readonly retryAfterSeconds?: number;
  readonly details: Details = {};
}

/** What no other class names. The log has the cause; the answer says nothing of it. */
export class InternalError extends AppError {
  readonly status = 500;
  readonly code = "internal_error";
  readonly title = "Something went wrong";

  constructor(cause: unknown) {
    super("The server could not finish this request. It is safe to try again.", { cause });
  }
}
