import "server-only";
import { and, eq } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { orders } from "#lib/base/schema.ts";
import type { VerifierName } from "#lib/shared/publication.ts";
import { attemptPublication } from "./attempt.ts";
import { contractOf, type PublishedOrder } from "./contract.ts";
import { nextOf } from "./next.ts";
import { claimNext, recordNext, type Claim } from "./records.ts";
import type { Outcome, Verifier } from "./verifier.ts";
import { verifiersOf } from "./verifiers.ts";

/** What one pass does at a verifier at most, one after the other. */
const MOST_ASKED = 10;
/** Then nothing more is begun. */
const PASS_MS = 15_000;
/**
 * A verifier that was asked too often is left alone by this process for as long as it says, and for twice as long each time
 * that it says so again, within these.
 */
const LEAST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;

export type SourceCounts = { published: number; unpublished: number };

/** Until when a verifier is left alone, by the process' own clock, and for how long that is. */
type Pause = { until: number; ms: number };

const pausesOn = new WeakMap<Chain, Map<VerifierName, Pause>>();

/**
 * Goes on with the publication of sources that are due on a chain: hands them to the verifiers, asks what has become of
 * those that were, and gives up what fails again and again. Safe to repeat, and to run in several instances at once.
 */
export async function publishSources(
  context: Context,
  chain: Chain,
  signal: AbortSignal,
): Promise<SourceCounts> {
  const counts = { published: 0, unpublished: 0 };
  await Promise.all(
    verifiersOf(context.env, chain).map((verifier) =>
      publishAt({ context, chain, verifier, signal, counts }),
    ),
  );
  return counts;
}

type Pass = {
  context: Context;
  chain: Chain;
  verifier: Verifier;
  signal: AbortSignal;
  counts: SourceCounts;
};

async function publishAt(pass: Pass): Promise<void> {
  const { context, chain, verifier, signal } = pass;
  const pauses = pausesOn.get(chain) ?? new Map<VerifierName, Pause>();
  pausesOn.set(chain, pauses);
  const end = performance.now() + PASS_MS;
  for (let asked = 0; asked < MOST_ASKED && performance.now() < end && !signal.aborted; asked += 1) {
    const pause = pauses.get(verifier.name) ?? { until: 0, ms: LEAST_PAUSE_MS / 2 };
    if (pause.until > performance.now()) return;
    const claim = await claimNext(context.database, chain, verifier.name);
    if (!claim) return;
    const outcome = await goOn(pass, claim);
    // It would not answer the next one either.
    if (outcome?.kind === "unanswered") return;
    if (outcome?.kind === "busy") {
      const ms = Math.min(Math.max(outcome.retryAfterMs, 2 * pause.ms), LONGEST_PAUSE_MS);
      pauses.set(verifier.name, { until: performance.now() + ms, ms });
    } else pauses.delete(verifier.name);
  }
}

/** @returns undefined where nothing was asked, or the answer was not waited for */
async function goOn({ context, verifier, signal, counts }: Pass, claim: Claim): Promise<Outcome | undefined> {
  const { database, log } = context;
  const order: PublishedOrder | undefined = await database.query.orders.findFirst({
    columns: { address: true, features: true, capUnits: true, initcode: true, deployTx: true },
    where: and(eq(orders.id, claim.orderId), eq(orders.status, "deployed")),
  });
  // A reorganisation has removed its token just now. Once it is there again, it is due again.
  if (!order) return undefined;
  const outcome = await ask(verifier, order, claim, signal);
  if (!outcome) return undefined;
  const next = nextOf(claim, outcome, Date.now());
  await recordNext(database, claim, next);
  const about = { token: order.address, verifier: verifier.name };
  if (next.state === "published") {
    counts.published += 1;
    log.info(about, "source published");
  }
  if (next.state === "failed") {
    counts.unpublished += 1;
    log.warn({ ...about, reason: next.reason }, "source not published");
  }
  return outcome;
}

async function ask(
  verifier: Verifier,
  order: PublishedOrder,
  claim: Claim,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const contract = contractOf(order);
  if (!contract)
    return {
      kind: "unsupported",
      reason: "It was made by another version of this server, whose sources this one does not have.",
    };
  try {
    return await attemptPublication(verifier, contract, claim, signal);
  } catch (error) {
    // What was asked of it is asked again, once nobody has this any more.
    if (signal.aborted) return undefined;
    throw error;
  }
}
