import { isFree, type Order } from "#lib/shared/order.ts";
import { deploySteps, isAtWork, type DeployStep } from "#lib/shared/steps.ts";

/** All that a paid order goes through, the payment's own block first. */
const allSteps = ["paid", ...deploySteps] as const;

/** Those that people follow; what comes after the last of these is bookkeeping. */
const followed = [
  "paid",
  "locked",
  "read",
  "journaled",
  "broadcast",
  "mined",
  "verified",
] as const satisfies ("paid" | DeployStep)[];

export type ProgressStep = (typeof followed)[number];
export type ProgressLine = { step: ProgressStep; state: "done" | "now" | "ahead" };

type Running = Pick<Order, "status" | "step" | "price">;

/**
 * The lines of an order's way to its token: those that are done, the one that it is at, and those ahead.
 * @param order as a person sees it: one that awaits its payment is at the first of them
 */
export function progressOf(order: Running): ProgressLine[] {
  const isConfirming = order.status === "awaiting_payment" && !isFree(order);
  const last = isConfirming ? -1 : lastStepOf(order) + 1;
  const shown = followed.filter((step) => !isFree(order) || (step !== "paid" && step !== "read"));
  const present = shown.find((step) => allSteps.indexOf(step) > last);
  return shown.map((step) => {
    if (step === present) return { step, state: "now" };
    return { step, state: allSteps.indexOf(step) <= last ? "done" : "ahead" };
  });
}

/** The position in `deploySteps` of the last step that is known to be done; -1 if none is. */
export function lastStepOf({ status, step }: Pick<Order, "status" | "step">): number {
  // Signed and recorded in one transaction, it stays so after the deploy that has done it.
  const recorded = status === "submitted" ? deploySteps.indexOf("journaled") : -1;
  if (step === null) return recorded;
  if (isAtWork(step)) return Math.max(recorded, deploySteps.indexOf(step));
  // The last one ended with its transaction sent, and no block yet.
  return status === "submitted" ? deploySteps.indexOf("broadcast") : -1;
}
