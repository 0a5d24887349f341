import { AppError, type Details, type Issue } from "./app-error.ts";

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
