import { isFree, type Order } from "#lib/shared/order.ts";
import { deploySteps, type DeployStep } from "#lib/shared/steps.ts";

/** A deploy as people follow it; what comes after the last of these is bookkeeping. */
const lines = [
  { step: "locked", done: "Your turn", now: "Waiting for your turn" },
  { step: "read", done: "Payment checked", now: "Checking your payment" },
  { step: "journaled", done: "Signed and written down", now: "Signing it and writing it down" },
  { step: "broadcast", done: "Sent to the network", now: "Sending it to the network" },
  { step: "mined", done: "Included in a block", now: "Waiting for a block to include it" },
  { step: "verified", done: "Read back from the chain", now: "Reading it back from the chain" },
] as const satisfies { step: DeployStep; done: string; now: string }[];

export type ProgressLine = { step: DeployStep; text: string; state: "done" | "now" | "ahead" };

type Running = Pick<Order, "status" | "step" | "price">;

/** The lines of an order's deploy: those that are done, the one that it is at, and those ahead. */
export function progressOf(order: Running): ProgressLine[] {
  const last = lastStepOf(order);
  const shown = lines.filter(({ step }) => step !== "read" || !isFree(order));
  const present = shown.find(({ step }) => deploySteps.indexOf(step) > last);
  return shown.map((line) => {
    const { step, done, now } = line;
    if (line === present) return { step, text: now, state: "now" };
    return { step, text: done, state: deploySteps.indexOf(step) <= last ? "done" : "ahead" };
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

/** Whether a deploy is at work. One that has let go of its lock has ended, with a token or without. */
export function isAtWork(step: DeployStep | null): step is DeployStep {
  return step !== null && step !== "committed" && step !== "answering";
}
