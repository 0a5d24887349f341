import type { AppError } from "#lib/base/errors/app-error.ts";
import { InternalError } from "#lib/base/errors/app-error.ts";
import {
  Conflict,
  DeploymentFailed,
  DeploymentInProgress,
  NotAcceptingOrders,
  PaymentRequired,
  Refunded,
} from "#lib/base/errors/order-errors.ts";
import {
  HeadersTooLarge,
  InvalidRequest,
  NotFound,
  PayloadTooLarge,
  RateLimited,
  RequestTimeout,
  Unauthorized,
  UriTooLong,
} from "#lib/base/errors/request-errors.ts";
import {
  ChainUnavailable,
  DatabaseUnavailable,
  DeliveryRefused,
  DeployerOutOfFunds,
  SignerUnavailable,
  TooManyStreams,
} from "#lib/base/errors/unavailable.ts";
import { exampleOrder } from "#lib/shared/example-order.ts";

/** The errors themselves, from which the description takes status, code and an example. */

const WAIT_SECONDS = 5;

/** Of any request. */
export const ofAny: readonly AppError[] = [
  new InvalidRequest([]),
  new RequestTimeout(),
  new UriTooLong(4 * 1024),
  new HeadersTooLarge(),
  new InternalError(null),
];

export const ofLimits: readonly AppError[] = [new RateLimited(WAIT_SECONDS * 1_000)];
export const ofBodies: readonly AppError[] = [
  new InvalidRequest([{ path: "supply", message: "Enter a plain number, such as 1000000 or 0.5." }]),
  new PayloadTooLarge(16 * 1024),
];
export const ofDatabase: readonly AppError[] = [new DatabaseUnavailable(null)];
export const ofChain: readonly AppError[] = [new ChainUnavailable(null)];
export const ofSecrets: readonly AppError[] = [new Unauthorized(), new NotFound("It is not switched on.")];
export const ofMissing: readonly AppError[] = [new NotFound()];
export const ofStreams: readonly AppError[] = [new TooManyStreams()];
export const ofPlacing: readonly AppError[] = [
  new Conflict("This salt belongs to another order. Choose another salt, or send the same order."),
  new NotAcceptingOrders(null),
];
export const ofDeploying: readonly AppError[] = [
  new PaymentRequired({ ...exampleOrder, status: "awaiting_payment" }),
  new Refunded({ ...exampleOrder, status: "refunded" }),
  new DeploymentFailed({ ...exampleOrder, status: "failed", failure: "It reverts." }),
  new DeploymentInProgress(WAIT_SECONDS),
  new DeployerOutOfFunds(null),
  new SignerUnavailable(null),
  new DeliveryRefused(null),
  new SignerUnavailable(null),
];
