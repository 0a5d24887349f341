import type { Order } from "#lib/shared/order.ts";

/** A problem with one field of a request body; `path` is dotted, empty for the body as a whole. */
export type Issue = { path: string; message: string };

type Details = { token?: Order; issues?: Issue[] };

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

export class InvalidRequest extends AppError {
  readonly status = 400;
  readonly code = "invalid_request";
  readonly title = "Invalid request";
  override readonly details: Details;

  constructor(issues: Issue[]) {
    const first = issues[0];
    super(first ? `${first.path ? `${first.path}: ` : ""}${first.message}` : "The request can't be read.");
    this.details = { issues };
  }
}

export class PayloadTooLarge extends AppError {
  readonly status = 413;
  readonly code = "payload_too_large";
  readonly title = "Payload too large";

  constructor(limitBytes: number) {
    super(`The request body may be at most ${limitBytes / 1024} KiB.`);
  }
}

/** The client took too long to send its request. */
export class RequestTimeout extends AppError {
  readonly status = 408;
  readonly code = "request_timeout";
  readonly title = "Request timeout";

  constructor() {
    super("The request took too long to arrive. It is safe to send it again.");
  }
}

export class UriTooLong extends AppError {
  readonly status = 414;
  readonly code = "uri_too_long";
  readonly title = "Address too long";

  constructor(limitBytes: number) {
    super(`The address of a request may be at most ${limitBytes / 1024} KiB long.`);
  }
}

export class HeadersTooLarge extends AppError {
  readonly status = 431;
  readonly code = "headers_too_large";
  readonly title = "Headers too large";

  constructor() {
    super("The address and the headers of a request may be 16 KiB at most.");
  }
}

/** More was asked than one client may ask in a minute. Nothing has happened. */
export class RateLimited extends AppError {
  readonly status = 429;
  readonly code = "rate_limited";
  readonly title = "Too many requests";
  override readonly retryAfterSeconds: number;

  constructor(retryAfterMs: number) {
    super("There were too many requests. Please wait a moment and try again.");
    this.retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  }
}

export class MethodNotAllowed extends AppError {
  readonly status = 405;
  readonly code = "method_not_allowed";
  readonly title = "Method not allowed";
  readonly allowed: readonly string[];

  constructor(allowed: readonly string[]) {
    super(`This address answers ${allowed.join(" and ")}.`);
    this.allowed = allowed;
  }
}

export class Unauthorized extends AppError {
  readonly status = 401;
  readonly code = "unauthorized";
  readonly title = "Unauthorized";

  constructor() {
    super("This address wants the header `Authorization: Bearer` with its secret.");
  }
}

export class NotFound extends AppError {
  readonly status = 404;
  readonly code = "not_found";
  readonly title = "Not found";

  constructor(what = "There is no order for this token.") {
    super(what);
  }
}

/** No payment, or too small a one, stands on chain for this order. */
export class PaymentRequired extends AppError {
  readonly status = 402;
  readonly code = "payment_required";
  readonly title = "Payment required";
  override readonly details: Details;
  override readonly retryAfterSeconds: number | undefined;

  constructor(token: Order) {
    super("This order is not paid in full by the wallet that ordered it. Pay it, then deploy.");
    this.details = { token };
    // Until its price ends a payment may be on its way.
    this.retryAfterSeconds = Date.parse(token.expiresAt) > Date.now() ? 5 : undefined;
  }
}

export class Refunded extends AppError {
  readonly status = 409;
  readonly code = "refunded";
  readonly title = "Order refunded";
  override readonly details: Details;

  constructor(token: Order) {
    super("The payment of this order went back to its payer, so it will not be deployed.");
    this.details = { token };
  }
}

export class Conflict extends AppError {
  readonly status = 409;
  readonly code = "conflict";
  readonly title = "Conflict";
}

/** The lock is taken: another deploy runs. Nothing has happened, and trying again later is safe. */
export class DeploymentInProgress extends AppError {
  readonly status = 503;
  readonly code = "deployment_in_progress";
  readonly title = "Deployment in progress";
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super("Another token is currently being deployed. Please wait a moment and try again.");
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What would be paid for now could not be delivered. Nobody is asked for money then. */
export class NotAcceptingOrders extends AppError {
  readonly status = 503;
  readonly code = "not_accepting_orders";
  readonly title = "Not accepting orders";
  override readonly retryAfterSeconds = 30;

  constructor(cause: unknown) {
    super(
      "This server takes no orders right now, since it could not deliver them at once. Please try again in a few minutes.",
      { cause },
    );
  }
}

export class ChainUnavailable extends AppError {
  readonly status = 503;
  readonly code = "chain_unavailable";
  readonly title = "Blockchain unavailable";
  override readonly retryAfterSeconds = 5;

  constructor(cause: unknown) {
    super("The blockchain can't be reached right now. Nothing is lost; please try again in a moment.", {
      cause,
    });
  }
}

export class DatabaseUnavailable extends AppError {
  readonly status = 503;
  readonly code = "database_unavailable";
  readonly title = "Database unavailable";
  override readonly retryAfterSeconds = 5;

  constructor(cause: unknown) {
    super("The database can't be reached right now. Nothing is lost; please try again in a moment.", {
      cause,
    });
  }
}

/** The server's own account can't pay the gas. Only its operator can mend that, so clients wait longer. */
export class DeployerOutOfFunds extends AppError {
  readonly status = 503;
  readonly code = "deployer_out_of_funds";
  readonly title = "Deployment paused";
  override readonly retryAfterSeconds = 30;

  constructor(cause: unknown) {
    super("The server's account must be topped up before it can deploy. Your order is kept.", { cause });
  }
}

/** The node would not take the delivery now, as when its nonce was just taken or its fee is too low. */
export class DeliveryRefused extends AppError {
  readonly status = 503;
  readonly code = "delivery_refused";
  readonly title = "Deployment delayed";
  override readonly retryAfterSeconds = 5;

  constructor(cause: unknown) {
    super("The blockchain did not take the deployment yet. Nothing is lost; please try again in a moment.", {
      cause,
    });
  }
}

/** The delivery reverted for good. The payment stands on chain: its payer can refund it, or try again. */
export class DeploymentFailed extends AppError {
  readonly status = 500;
  readonly code = "deployment_failed";
  readonly title = "Deployment failed";
  override readonly details: Details;

  constructor(token: Order) {
    super(
      "The deployment was refused by the chain. Your payment was not taken; you can refund it or try again.",
    );
    this.details = { token };
  }
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
