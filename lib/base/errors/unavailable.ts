import { AppError } from "./app-error.ts";

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

/** None of the server's keys signs at the moment: the service that keeps them fails. Nothing was signed or sent. */
export class SignerUnavailable extends AppError {
  readonly status = 503;
  readonly code = "signer_unavailable";
  readonly title = "Deployment paused";
  override readonly retryAfterSeconds = 5;

  constructor(cause: unknown) {
    super("The server can't sign right now. Nothing is lost; it goes on by itself.", { cause });
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

/** As many pages follow their orders here as this process takes. */
export class TooManyStreams extends AppError {
  readonly status = 503;
  readonly code = "too_many_streams";
  readonly title = "Too many live pages";
  override readonly retryAfterSeconds = 30;

  constructor() {
    super("Too many pages follow their orders here. Ask for the order itself instead, or try again later.");
  }
}
