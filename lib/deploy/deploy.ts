import "server-only";
import { chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { Queryable } from "#lib/base/db.ts";
import {
  DeploymentFailed,
  DeploymentInProgress,
  PaymentRequired,
  Refunded,
} from "#lib/base/errors/order-errors.ts";
import { DeliveryRefused } from "#lib/base/errors/unavailable.ts";
import { LockTaken } from "#lib/base/lock/lock.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { aboutOrder } from "#lib/base/telemetry/scope.ts";
import type { CheckoutState } from "#lib/checkout/state.ts";
import { countDeploy } from "#lib/deploy/telemetry/count-deploys.ts";
import { LaneFull } from "#lib/lane/sign.ts";
import { saveOrder } from "#lib/orders/place.ts";
import { recordFailed, recordHeld, recordRefunded, recordUnpaid } from "#lib/orders/record.ts";
import { isStored, toOrder, type QuotedOrder } from "#lib/orders/to-order.ts";
import { DeliveryHeld, isStillHeld } from "./hold.ts";
import { lookAt } from "./look.ts";
import { noteRefused } from "./refused.ts";
import { findDelivery, settle, type Deployed, type Run } from "./settle.ts";
import { sharedByToken } from "./share.ts";
import { publishStep } from "./step-channel.ts";
import { ownLock, type UnderLock } from "./strategies.ts";
import { reverted, submit, type Missed, type Seen, type Submission } from "./submit.ts";

/** What an attempt came to; after `missed` there may be another one. */
type Outcome = Deployed | Held | { status: "failed"; order: OrderRow } | Missed;
/** It is paid, and not worth its gas now. */
type Held = { status: "held"; order: OrderRow };

/** How whoever calls wants a deploy done. */
export type Options = {
  /** Ends the wait for the chain, as the deadline does. */
  signal?: AbortSignal | undefined;
  /** How the lock is taken; by default for this order alone. */
  underLock?: UnderLock;
};

type Locking = Omit<Run, "naming"> & { underLock: UnderLock };

/**
 * Brings an order to its token. Where it stands is read before any lock is touched: only one that is paid takes it.
 * Under the lock it is submitted: its delivery is journaled and broadcast. Then it is settled: the delivery is waited
 * for, the token read back, and both recorded; whether under the lock, and in the transaction that holds it, is for
 * the strategy to say. Every call starts from what the chain and the journal say, so it may be repeated at any time,
 * by anyone, after any crash.
 *
 * @param quoted a stored order, or a new one, which is stored once it is clear that it is to be paid or made
 * @returns `held` if gas costs too much for what was paid; no lock is held, and nothing was signed. `submitted` if the
 *   delivery is not confirmed by the deadline; whoever calls next goes on from there
 * @throws {PaymentRequired | Refunded} by where the order stands; no lock was touched
 * @throws {DeploymentInProgress} if the lock is taken, or as much as may wait in the lane does; nothing has happened
 * @throws {DeploymentFailed} if the delivery reverts, and reverts again
 * @throws {DeployerOutOfFunds | SignerUnavailable | DeliveryRefused} and viem or database errors; the journal keeps what was done
 */
export async function deploy(
  context: Context,
  quoted: QuotedOrder,
  options: Options = {},
): Promise<Deployed | Held> {
  if (isStored(quoted) && quoted.status === "deployed") return { status: "deployed", order: quoted };
  return aboutOrder(quoted, () =>
    countDeploy(context, quoted.chainId, () => bringToToken(context, quoted, options)),
  );
}

async function bringToToken(
  context: Context,
  quoted: QuotedOrder,
  { signal, underLock = ownLock(context) }: Options,
): Promise<Deployed | Held> {
  const chain = chainOf(context.chains, quoted.chainId);
  const until = { deadline: Date.now() + context.env.DEPLOY_TIMEOUT_MS, signal };
  const locking: Locking = { context, chain, until, underLock };
  const first = await attempt(locking, quoted, null);
  // What it ran into may be gone the second time. A third one is left to whoever calls next.
  const outcome = first.status === "missed" ? await attempt(locking, quoted, first) : first;
  if (outcome.status === "missed") throw new DeliveryRefused(new Error(outcome.reason));
  if (outcome.status === "held") return outcome;
  publishStep("committed", outcome.order);
  if (outcome.status === "failed") throw new DeploymentFailed(toOrder(outcome.order));
  return outcome;
}

/** Acts on where the order stands. @param former how the attempt before this one ended */
async function attempt(locking: Locking, quoted: QuotedOrder, former: Missed | null): Promise<Outcome> {
  const { context, chain } = locking;
  const { database } = context;
  const at = Date.now();
  const { order, state, standing, head, naming } = await lookAt(context, chain, quoted);
  const run: Run = { ...locking, naming };
  switch (standing) {
    case "unpaid":
    case "underpaid":
      throw new PaymentRequired(toOrder(await recordUnpaid(database, await stored(context, order))));
    case "refunded":
      throw new Refunded(toOrder(await recordRefunded(database, await stored(context, order))));
    case "delivered":
      return sharedRecord(chain, order.address, () => recordDelivered(run, order, state));
    case "paid":
      return unlessHeld(run, order, () => deliver(run, locking.underLock, order, { head, at }, former));
    default:
      throw new Error("unknown standing", { cause: standing satisfies never });
  }
}

/** Others may ask for a token that somebody waits for already, and need not wait for it each by themselves. */
const sharedRecord = sharedByToken<Outcome>();

/** Records the delivery of an order, whoever made it. That needs no lock: nothing is sent. */
async function recordDelivered(run: Run, order: QuotedOrder, state: CheckoutState): Promise<Outcome> {
  const { context, chain } = run;
  const known = await stored(context, order);
  const found = await findDelivery(chain, known);
  const settled = await settle(run, context.database, { order: known, state, ...found });
  return settled.status === "reverted" ? reverted(settled.reason) : settled;
}

/** Does what delivers an order, unless it is held: what is known to be held still takes no lock. */
async function unlessHeld(
  { context, chain }: Run,
  order: QuotedOrder,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  if (isStored(order) && (await isStillHeld(chain, order))) return { status: "held", order };
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DeliveryHeld)) throw error;
    return { status: "held", order: await recordHeld(context.database, error.order, error.hold) };
  }
}

/** @throws {DeploymentInProgress} at once, without waiting, if the lock is taken or the lane is full */
async function deliver(
  run: Run,
  underLock: UnderLock,
  order: QuotedOrder,
  seen: Seen,
  former: Missed | null,
): Promise<Outcome> {
  const { context } = run;
  try {
    return await underLock(order, {
      submit: async () => {
        const locked = await stored(context, order);
        publishStep("locked", locked);
        return { locked, submission: await submit(run, locked, seen) };
      },
      settle: ({ locked, submission }, writer) => end(run, writer, locked, submission, former),
    });
  } catch (error) {
    if (error instanceof LockTaken) noteRefused(context, order);
    if (error instanceof LockTaken || error instanceof LaneFull)
      throw new DeploymentInProgress(context.env.RETRY_AFTER_SECONDS);
    throw error;
  }
}

/** Settles what was sent. What reverts a second time is believed. */
async function end(
  run: Run,
  writer: Queryable,
  order: OrderRow,
  submission: Submission,
  former: Missed | null,
): Promise<Outcome> {
  const ended = submission.status === "sent" ? await settle(run, writer, submission.sent) : submission;
  if (ended.status !== "reverted" && ended.status !== "missed") return ended;
  const miss = ended.status === "reverted" ? reverted(ended.reason) : ended;
  if (!miss.reverted || !former?.reverted) return miss;
  run.context.log.error({ token: order.address, reason: miss.reason }, "delivery reverts");
  return { status: "failed", order: await recordFailed(writer, order, miss.reason) };
}

async function stored(context: Context, order: QuotedOrder): Promise<OrderRow> {
  return (await saveOrder(context, order)).order;
}
