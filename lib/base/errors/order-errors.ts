import type { Order } from "#lib/shared/order.ts";
import { AppError, type Details } from "./app-error.ts";

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
