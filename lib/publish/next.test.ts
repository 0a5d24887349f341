import { expect, test } from "vitest";
import { nextOf, type Pending } from "./next.ts";
import type { Outcome } from "./verifier.ts";

const now = Date.parse("2026-01-01T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(now - seconds * 1_000);
const fresh: Pending = { ticket: null, submittedAt: null, failures: 0 };
const begun: Pending = { ticket: "job", submittedAt: secondsAgo(60), failures: 2 };
const working: Outcome = { kind: "pending", ticket: "job" };
const busy: Outcome = { kind: "busy", reason: "too often", retryAfterMs: 0 };
const failing = (kind: "undone" | "refused" | "unsupported"): Outcome => ({ kind, reason: "no" });
const silent: Outcome = { kind: "unanswered", reason: "no", retryAfterMs: 0 };

test.each<[string, Pending, Outcome, object]>([
  ["published", begun, { kind: "published" }, { state: "published" }],
  ["taken", fresh, working, { ticket: "job", submittedAt: new Date(now), waitMs: 4_000, reason: null }],
  ["worked on", begun, working, { ticket: "job", submittedAt: secondsAgo(60), waitMs: 30_000, failures: 2 }],
  ["worked on for long", { ...begun, submittedAt: secondsAgo(3_500) }, working, { waitMs: 300_000 }],
  ["never ending", { ...begun, submittedAt: secondsAgo(3_601) }, working, { ticket: null, failures: 3 }],
  ["unanswered with a job", begun, silent, { ticket: "job", failures: 3, waitMs: 120_000 }],
  ["undone", begun, failing("undone"), { ticket: null, submittedAt: null, failures: 3, waitMs: 120_000 }],
  ["first failing", fresh, silent, { failures: 1, waitMs: 30_000, reason: "no" }],
  ["failing for long", { ...fresh, failures: 10 }, silent, { failures: 11, waitMs: 21_600_000 }],
  ["failing for too long", { ...fresh, failures: 11 }, silent, { state: "failed", reason: "no" }],
  ["refused once", fresh, failing("refused"), { state: "pending", failures: 1 }],
  ["refused again and again", { ...fresh, failures: 2 }, failing("refused"), { state: "failed" }],
  ["never taken", fresh, failing("unsupported"), { state: "failed", reason: "no" }],
  ["asked too often", fresh, { ...busy, retryAfterMs: 90_000 }, { failures: 1, waitMs: 90_000 }],
  ["told to come in a year", fresh, { ...busy, retryAfterMs: 3e10 }, { waitMs: 86_400_000 }],
  ["asked too often for a day", { ...fresh, failures: 40 }, busy, { state: "pending", failures: 41 }],
  ["asked too often for ever", { ...fresh, failures: 49 }, busy, { state: "failed" }],
])("what is %s", (_, pending, outcome, next) => {
  expect(nextOf(pending, outcome, now, () => 1)).toMatchObject({ state: "pending", ...next });
});

test("servers that were refused together do not come back together", () => {
  const waits = [0, 0.5, 0.999].map((random) => nextOf(fresh, silent, now, () => random));
  expect(waits).toMatchObject([{ waitMs: 15_000 }, { waitMs: 22_500 }, { waitMs: 29_985 }]);
});
