import "server-only";
import type { Outcome } from "./verifier.ts";

/** Where a source stands that is not published yet. `ticket` is the verifier's name for the job that it works on. */
export type Pending = { ticket: string | null; submittedAt: Date | null; failures: number };

/** What is to become of it: asked for again in a while, or ended. */
export type Next =
  | (Pending & { state: "pending"; waitMs: number; reason: string | null })
  | { state: "published" }
  | { state: "failed"; reason: string };

type Failure = Exclude<Outcome, { kind: "published" | "pending" }>;

/** So often it may fail, in all, before one of these is the end. With the waits in between `busy` is some ten days. */
const MOST_FAILURES: Record<Failure["kind"], number> = {
  busy: 50,
  unanswered: 12,
  undone: 12,
  refused: 3,
  unsupported: 1,
};

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** After the first failure, and twice as long after each that follows, up to the longest. */
const FIRST_WAIT_MS = 30 * SECOND_MS;
const LONGEST_WAIT_MS = 6 * HOUR_MS;
/** What a verifier asks for is heeded up to here. */
const LONGEST_ASKED_MS = 24 * HOUR_MS;
/** A job is asked for after a few seconds, and then when half as much time again has passed, up to the longest. */
const FIRST_CHECK_MS = 4 * SECOND_MS;
const LONGEST_CHECK_MS = 5 * 60 * SECOND_MS;
/** A job that takes longer will not end. */
const LONGEST_JOB_MS = HOUR_MS;

/** @param random uniform in [0, 1) */
export function nextOf(pending: Pending, outcome: Outcome, nowMs: number, random = Math.random): Next {
  switch (outcome.kind) {
    case "published":
      return { state: "published" };
    case "pending":
      return waitForJob(pending, outcome.ticket, nowMs, random);
    case "busy":
    case "unanswered":
      return afterFailure(pending, outcome, random);
    case "undone":
    case "refused":
    case "unsupported":
      return afterFailure(withoutJob(pending), outcome, random);
    default:
      throw new Error("unknown outcome", { cause: outcome satisfies never });
  }
}

function waitForJob(pending: Pending, ticket: string, nowMs: number, random: () => number): Next {
  const submittedAt = pending.submittedAt ?? new Date(nowMs);
  const age = nowMs - submittedAt.getTime();
  if (age > LONGEST_JOB_MS)
    return afterFailure(
      withoutJob(pending),
      { kind: "undone", reason: "It has not come to an end within an hour." },
      random,
    );
  const waitMs = Math.min(Math.max(FIRST_CHECK_MS, age / 2), LONGEST_CHECK_MS);
  return { ...pending, state: "pending", ticket, submittedAt, waitMs, reason: null };
}

function afterFailure(pending: Pending, failure: Failure, random: () => number): Next {
  const failures = pending.failures + 1;
  if (failures >= MOST_FAILURES[failure.kind]) return { state: "failed", reason: failure.reason };
  const asked = "retryAfterMs" in failure ? Math.min(failure.retryAfterMs, LONGEST_ASKED_MS) : 0;
  const longest = Math.min(FIRST_WAIT_MS * 2 ** pending.failures, LONGEST_WAIT_MS);
  const waitMs = Math.max(asked, longest * (0.5 + random() / 2));
  return { ...pending, state: "pending", failures, waitMs, reason: failure.reason };
}

function withoutJob({ failures }: Pending): Pending {
  return { ticket: null, submittedAt: null, failures };
}
