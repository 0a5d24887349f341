import "server-only";
import { Unanswered } from "./ask.ts";
import type { Pending } from "./next.ts";
import type { Outcome, PublishableContract, Verifier } from "./verifier.ts";

const MOST_CHARACTERS = 300;

/**
 * Asks a verifier for the one thing that brings a source nearer to its publication: how its job stands, or, without one,
 * to take it. After a failure it is first asked whether it has it: it may have taken what it did not answer.
 */
export async function attemptPublication(
  verifier: Verifier,
  contract: PublishableContract,
  pending: Pending,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return inFewWords(await askFor(verifier, contract, pending, signal));
  } catch (error) {
    if (!(error instanceof Unanswered) || signal.aborted) throw error;
    return { kind: error.kind, reason: error.message, retryAfterMs: error.retryAfterMs };
  }
}

async function askFor(
  verifier: Verifier,
  contract: PublishableContract,
  { ticket, failures }: Pending,
  signal: AbortSignal,
): Promise<Outcome> {
  if (ticket !== null) return verifier.check(ticket, signal);
  if (failures > 0 && (await verifier.isPublished(contract.address, signal))) return { kind: "published" };
  return verifier.submit(contract, signal);
}

/** What a verifier says is shown to people, so it is a line of text and not more. */
function inFewWords(outcome: Outcome): Outcome {
  if (!("reason" in outcome)) return outcome;
  const line = outcome.reason.replaceAll(/[\p{C}\s]+/gu, " ").trim();
  return { ...outcome, reason: line.slice(0, MOST_CHARACTERS).toWellFormed() || "It does not say why." };
}
