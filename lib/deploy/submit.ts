import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { DeliveryRefused } from "#lib/base/errors/unavailable.ts";
import type { OrderRow, TransactionRow } from "#lib/base/schema.ts";
import { revertReason } from "#lib/checkout/deliver.ts";
import { readState, type CheckoutState } from "#lib/checkout/state.ts";
import type { Occupant } from "#lib/lane/journal.ts";
import { broadcast, type Sent } from "#lib/lane/send.ts";
import { standingOf, type Standing } from "#lib/shared/standing.ts";
import type { Run, Submitted } from "./settle.ts";
import { DeliveredMeanwhile, signDelivery, type Head } from "./sign-delivery.ts";
import { publishStep } from "./step-channel.ts";

/** How long what was seen before the lock is good enough to try the delivery on. */
const FRESH_MS = 2_000;

/** The chain refused the delivery, or under the lock the order stood otherwise than before it. */
export type Missed = { status: "missed"; reverted: boolean; reason: string };
export type Submission = { status: "sent"; sent: Submitted } | Missed;

/**
 * Signs the delivery of an order that is paid, or takes the one that is signed, journals it and sends it. Whoever does
 * this holds the order's lock.
 * @throws {DeliveryHeld} if it is not worth its gas now; nothing was signed
 * @throws {LaneFull | DeployerOutOfFunds | SignerUnavailable} and viem or database errors; the journal keeps what was done
 */
export async function submit(run: Run, order: OrderRow, look: Seen): Promise<Submission> {
  const { context, chain } = run;
  const signed = await sign(run, order, look);
  if (signed.status === "missed") return signed;
  const { transaction, before, state } = signed;
  const { hash, nonce } = transaction;
  context.log.info({ token: order.address, hash, nonce }, "delivery journaled");
  publishStep("journaled", order);
  const sent = await broadcastUnlessRefused(context, chain, transaction, before);
  if ("status" in sent) return sent;
  publishStep("broadcast", order);
  return { status: "sent", sent: { order, state, delivery: hash, ...sent, paid: null } };
}

/** What was seen before the lock was taken: the head, and when, in milliseconds since the epoch. */
export type Seen = { head: Head; at: number };

type Signed = {
  status: "signed";
  transaction: TransactionRow;
  before: Occupant[] | undefined;
  state: CheckoutState;
};

/**
 * Tries the delivery at the block that was seen before the lock, while the standing is read again at the last one. Two
 * answers of two blocks refuse nothing: what reverts, and what was seen too long ago, is looked at in one block.
 */
async function sign(run: Run, order: OrderRow, { head, at }: Seen): Promise<Signed | Missed> {
  if (Date.now() - at < FRESH_MS) {
    const signed = await signAt(run, order, head);
    if (signed.status === "signed" || !signed.reverted) return signed;
  }
  const last = await run.chain.client.getBlock();
  return signAt(run, order, last, last.number);
}

/** @param readAt the block that the standing is read at; by default the last */
async function signAt(
  { context, chain }: Run,
  order: OrderRow,
  head: Head,
  readAt?: bigint,
): Promise<Signed | Missed> {
  const read = async () => {
    const state = await readState(chain, order, readAt);
    publishStep("read", order);
    const standing = standingOf(order, state);
    if (standing !== "paid") throw new StandingChanged(standing);
    return state;
  };
  try {
    const { transaction, before, seen } = await signDelivery({ context, chain, order, head, look: read });
    return { status: "signed", transaction, before, state: seen };
  } catch (error) {
    if (error instanceof DeliveredMeanwhile || error instanceof StandingChanged) return missed(error.message);
    const reason = revertReason(error);
    if (reason === undefined) throw error;
    return reverted(reason);
  }
}

class StandingChanged extends Error {
  constructor(standing: Standing) {
    super(`The order is ${standing} now.`);
    this.name = "StandingChanged";
  }
}

/** The sweep may have replaced it meanwhile, or something else have used its nonce; the next attempt sees which. */
async function broadcastUnlessRefused(
  { database }: Context,
  chain: Chain,
  signed: TransactionRow,
  before: Occupant[] | undefined,
): Promise<Sent | Missed> {
  try {
    return await broadcast(database, chain, signed, before);
  } catch (error) {
    if (error instanceof DeliveryRefused)
      return missed(error.cause instanceof Error ? error.cause.message : error.message);
    throw error;
  }
}

function missed(reason: string): Missed {
  return { status: "missed", reverted: false, reason };
}

export function reverted(reason: string): Missed {
  return { status: "missed", reverted: true, reason };
}
