import "server-only";
import { chainOf, type Chain } from "#lib/base/chains.ts";
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
import type { OrderRow, TransactionRow } from "#lib/base/schema.ts";
import { revertReason } from "#lib/checkout/deliver.ts";
import { readState, type CheckoutState } from "#lib/checkout/state.ts";
import { broadcast } from "#lib/lane/send.ts";
import { LaneFull } from "#lib/lane/sign.ts";
import { saveOrder } from "#lib/orders/place.ts";
import { recordFailed, recordHeld, recordRefunded, recordUnpaid } from "#lib/orders/record.ts";
import { isStored, toOrder, type QuotedOrder } from "#lib/orders/to-order.ts";
import { standingOf } from "#lib/shared/standing.ts";
import { conclude, findDelivery, type Deployed, type Until } from "./conclude.ts";
import { DeliveryHeld, isStillHeld } from "./hold.ts";
import { lookAt } from "./look.ts";
import { sharedByToken } from "./share.ts";
import { DeliveredMeanwhile, signDelivery, type Head } from "./sign-delivery.ts";
import { publishStep } from "./step-channel.ts";
import { ownLock, type UnderLock } from "./strategies.ts";

/** What an attempt came to; after `missed` there may be another one. */
type Outcome = Deployed | Held | { status: "failed"; order: OrderRow } | Missed;
/** It is paid, and not worth its gas now. */
type Held = { status: "held"; order: OrderRow };
/** The chain refused the delivery, or under the lock the order stood otherwise than before it. */
type Missed = { status: "missed"; reverted: boolean; reason: string };

/** One deploy, and what its steps share. */
type Run = { context: Context; chain: Chain; until: Until; underLock: UnderLock };

/** How whoever calls wants a deploy done. */
type Options = {
  /** Ends the wait for the chain, as the deadline does. */
  signal?: AbortSignal | undefined;
  /** How the lock is taken; by default for this order alone. */
  underLock?: UnderLock;
};

/**
 * Brings an order to its token. Where it stands is read before any lock is touched: only one that is paid takes it.
 * Under the lock its delivery is journaled, broadcast and waited for, the token is read back, and recorded in the
 * transaction that holds the lock. Every call starts from what the chain and the journal say, so it may be repeated at
 * any time, by anyone, after any crash.
 *
 * @param quoted a stored order, or a new one, which is stored once it is clear that it is to be paid or made
 * @returns `held` if gas costs too much for what was paid; no lock is held, and nothing was signed. `submitted` if the
 *   delivery is not confirmed by the deadline; whoever calls next goes on from there
 * @throws {PaymentRequired | Refunded} by where the order stands; no lock was touched
 * @throws {DeploymentInProgress} if the lock is taken, or as much as may wait in the lane does; nothing has happened
 * @throws {DeploymentFailed} if the delivery reverts, and reverts again
 * @throws {DeployerOutOfFunds | DeliveryRefused} and viem or database errors; the journal keeps what was done
 */
export async function deploy(
  context: Context,
  quoted: QuotedOrder,
  { signal, underLock = ownLock(context) }: Options = {},
): Promise<Deployed | Held> {
  if (isStored(quoted) && quoted.status === "deployed") return { status: "deployed", order: quoted };
  const chain = chainOf(context.chains, quoted.chainId);
  const run: Run = {
    context,
    chain,
    until: { deadline: Date.now() + context.env.DEPLOY_TIMEOUT_MS, signal },
    underLock,
  };
  const first = await attempt(run, quoted, null);
  // What it ran into may be gone the second time. A third one is left to whoever calls next.
  const outcome = first.status === "missed" ? await attempt(run, quoted, first) : first;
  if (outcome.status === "missed") throw new DeliveryRefused(new Error(outcome.reason));
  if (outcome.status === "held") return outcome;
  publishStep("committed", outcome.order);
  if (outcome.status === "failed") throw new DeploymentFailed(toOrder(outcome.order));
  return outcome;
}

/** Acts on where the order stands. @param former how the attempt before this one ended */
async function attempt(run: Run, quoted: QuotedOrder, former: Missed | null): Promise<Outcome> {
  const { context, chain } = run;
  const { database } = context;
  const { order, state, standing } = await lookAt(context, chain, quoted);
  switch (standing) {
    case "unpaid":
    case "underpaid":
      throw new PaymentRequired(toOrder(await recordUnpaid(database, await stored(context, order))));
    case "refunded":
      throw new Refunded(toOrder(await recordRefunded(database, await stored(context, order))));
    case "delivered":
      return sharedRecord(chain, order.address, () => recordDelivered(run, order, state));
    case "paid":
      return unlessHeld(run, order, () =>
        withDeployLock(run, order, (lock, locked) => deliver(run, lock, locked, former)),
      );
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
  const concluded = await conclude(run, context.database, { order: known, state, ...found });
  return concluded.status === "reverted" ? missed(concluded.reason) : concluded;
}

/** Signs the delivery of an order that is paid, or takes the one that is signed, sends it and waits for it. */
async function deliver(run: Run, lock: Queryable, order: OrderRow, former: Missed | null): Promise<Outcome> {
  const { context, chain } = run;
  const head = await chain.client.getBlock();
  const state = await readState(chain, order, head.number);
  publishStep("read", order);
  const standing = standingOf(order, state);
  if (standing !== "paid") return { ...missed(`The order is ${standing} now.`), reverted: false };
  const signed = await signUnlessMissed(context, chain, order, head);
  if ("status" in signed) return signed.reverted ? refuse(run, lock, order, signed.reason, former) : signed;
  const { hash, nonce } = signed;
  context.log.info({ token: order.address, hash, nonce }, "delivery journaled");
  publishStep("journaled", order);
  const refusal = await broadcastUnlessRefused(run, signed);
  if (refusal) return { ...missed(refusal), reverted: false };
  publishStep("broadcast", order);
  const concluded = await conclude(run, lock, { order, state, delivery: hash, paid: null });
  return concluded.status === "reverted" ? refuse(run, lock, order, concluded.reason, former) : concluded;
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

async function signUnlessMissed(
  context: Context,
  chain: Chain,
  order: OrderRow,
  head: Head,
): Promise<TransactionRow | Missed> {
  try {
    return await signDelivery(context, chain, order, head);
  } catch (error) {
    if (error instanceof DeliveredMeanwhile) return { ...missed(error.message), reverted: false };
    const reason = revertReason(error);
    if (reason === undefined) throw error;
    return missed(reason);
  }
}

/** The sweep may have replaced it meanwhile, or something else have used its nonce; the next attempt sees which. */
async function broadcastUnlessRefused(
  { context, chain }: Run,
  signed: TransactionRow,
): Promise<string | null> {
  try {
    await broadcast(context.database, chain, signed);
    return null;
  } catch (error) {
    if (error instanceof DeliveryRefused)
      return error.cause instanceof Error ? error.cause.message : error.message;
    throw error;
  }
}

/** What reverts a second time is believed. */
async function refuse(
  { context }: Run,
  lock: Queryable,
  order: OrderRow,
  reason: string,
  former: Missed | null,
): Promise<Outcome> {
  if (!former?.reverted) return missed(reason);
  context.log.error({ token: order.address, reason }, "delivery reverts");
  return { status: "failed", order: await recordFailed(lock, order, reason) };
}

function missed(reason: string): Missed {
  return { status: "missed", reverted: true, reason };
}

/** @throws {DeploymentInProgress} at once, without waiting, if the lock is taken or the lane is full */
async function withDeployLock<T>(
  { context, underLock }: Run,
  order: QuotedOrder,
  work: (writer: Queryable, order: OrderRow) => Promise<T>,
): Promise<T> {
  try {
    return await underLock(order, async (writer) => {
      const locked = await stored(context, order);
      publishStep("locked", locked);
      return work(writer, locked);
    });
  } catch (error) {
    if (error instanceof LockTaken || error instanceof LaneFull)
      throw new DeploymentInProgress(context.env.RETRY_AFTER_SECONDS);
    throw error;
  }
}

async function stored(context: Context, order: QuotedOrder): Promise<OrderRow> {
  return (await saveOrder(context, order)).order;
}
