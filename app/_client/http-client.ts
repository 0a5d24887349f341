import * as z from "zod/mini";
import { readRetryAfterMs } from "#lib/shared/waiting/retry-after.ts";

/** What the API says when it refuses; something in between, such as a proxy, may answer anything else. */
const errorBody = z.object({
  code: z.catch(z.string(), "unknown"),
  message: z.catch(z.string(), ""),
  retryAfter: z.catch(z.optional(z.number().check(z.nonnegative())), undefined),
  issues: z._default(z.catch(z.array(z.object({ path: z.string(), message: z.string() })), []), []),
});

type Issue = { path: string; message: string };

/**
 * An answer that is not a success. `status` 0 means that there was none: the network failed. `message` is what the server
 * said itself, empty where it said nothing.
 */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number;
  readonly issues: readonly Issue[];

  constructor(problem: {
    status: number;
    code: string;
    message: string;
    retryAfterMs?: number;
    issues?: Issue[];
    cause?: unknown;
  }) {
    super(problem.message, { cause: problem.cause });
    this.name = "HttpError";
    this.status = problem.status;
    this.code = problem.code;
    this.retryAfterMs = problem.retryAfterMs ?? 0;
    this.issues = problem.issues ?? [];
  }

  /** Whether the same request may succeed later, without anybody changing anything. */
  get isTransient(): boolean {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}

/** Longer than a server works on anything: what has not answered by then will not. */
const LIMIT_MS = 120_000;

/** @throws {HttpError} for whatever is not an answer of the 200s, none within two minutes included */
export async function request(path: string, init: RequestInit): Promise<Response> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      signal: init.signal ? AbortSignal.any([init.signal, limit]) : limit,
    });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw unreachable(cause);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** There was no answer, or code that a page needs has not come. */
export function unreachable(cause: unknown): HttpError {
  return new HttpError({ status: 0, code: "network", message: "", cause });
}

async function problemOf(response: Response): Promise<HttpError> {
  const parsed = errorBody.safeParse(await response.json().catch(() => null));
  const { code, message, retryAfter, issues } = parsed.data ?? { code: "unknown", message: "", issues: [] };
  return new HttpError({
    status: response.status,
    code,
    message,
    retryAfterMs: retryAfter === undefined ? retryAfterMsOf(response) : retryAfter * 1_000,
    issues,
  });
}

export function retryAfterMsOf({ headers }: Response): number {
  return readRetryAfterMs(headers.get("Retry-After"), Date.now());
}
