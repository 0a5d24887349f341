import "server-only";
import type { Hex } from "viem";
import { chainOf, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { Queryable } from "#lib/base/db.ts";
import {
  ChainUnavailable,
  DeliveryRefused,
  DeploymentFailed,
  DeploymentInProgress,
  PaymentRequired,
  Refunded,
} from "#lib/base/errors.ts";
import { LockTaken, withLock } from "#lib/base/lock.ts";
import type { OrderRow, TransactionRow } from "#lib/base/schema.ts";
import { revertReason } from "#lib/checkout/deliver.ts";
import { readCheckout, type CheckoutState } from "#lib/checkout/state.ts";
import { verifyToken } from "#lib/checkout/verify.ts";
import { openDelivery, recordReceipt } from "#lib/lane/journal.ts";
import { waitForReceipt } from "#lib/lane/receipts.ts";
import { broadcast } from "#lib/lane/send.ts";
import { recordPayment } from "#lib/orders/payment.ts";
import { saveOrder } from "#lib/orders/place.ts";
import { recordFailed, recordRefunded, recordSubmitted, recordUnpaid } from "#lib/orders/record.ts";
import { isStored, toOrder, type QuotedOrder } from "#lib/orders/to-order.ts";
import { standingOf } from "#lib/shared/standing.ts";
import { findCreation, recordCreation } from "./creation.ts";
import { signDelivery } from "./sign-delivery.ts";
import { publishStep } from "./step-channel.ts";
import { lockOf } from "./strategies.ts";

/** Past its deadline a deploy still has calls to end and a row to write before its session may be cut. */
const IDLE_MARGIN_MS = 60_000;

export type Deployed = { status: "deployed" | "submitted"; order: OrderRow };
type Outcome = { status: Deployed["status"] | "unpaid" | "refunded" | "failed"; order: OrderRow };
/** The chain refused a delivery: when it was tried, or, with its transaction, when it was mined. */
type Revert = { status: "reverted"; reason: string; tx: Hex | null };

/** One locked deploy, and what its steps share. */
type Run = {
  context: Context;
  chain: Chain;
  lock: Queryable;
  until: { deadline: number; signal: AbortSignal | undefined };
};

/**
 * Brings an order to its token: under the lock it reads where the order stands on chain, journals and broadcasts the
 * delivery where one is still due, waits for it, reads the token back, and records it in the transaction that holds
 * the lock. Every call starts from what the chain and the journal say, so it may be repeated at any time, by anyone,
 * after any crash.
 *
 * @param quoted a stored order, or a new one, which is stored only once the lock is held
 * @param signal ends the wait for the chain, as the deadline does
 * @returns `submitted` if the delivery is not confirmed by the deadline; whoever calls next goes on from there
 * @throws {DeploymentInProgress} if the lock is taken; nothing has happened
 * @throws {PaymentRequired | Refunded | DeploymentFailed} by where the order stands
 * @throws {DeployerOutOfFunds | DeliveryRefused} and viem or database errors; the journal keeps what was done
 */
export async function deploy(context: Context, quoted: QuotedOrder, signal?: AbortSignal): Promise<Deployed> {
  if (isStored(quoted) && quoted.status === "deployed") return { status: "deployed", order: quoted };
  const { status, order } = await locked(context, quoted, signal);
  publishStep("committed", order);
  switch (status) {
    case "deployed":
    case "submitted":
      return { status, order };
    case "unpaid":
      throw new PaymentRequired(toOrder(order));
    case "refunded":
      throw new Refunded(toOrder(order));
    case "failed":
      throw new DeploymentFailed(toOrder(order));
    default:
      throw new Error("unknown outcome", { cause: status satisfies never });
  }
}

async function locked(
  context: Context,
  quoted: QuotedOrder,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { DEPLOY_STRATEGY, DEPLOY_TIMEOUT_MS, RETRY_AFTER_SECONDS } = context.env;
  const chain = chainOf(context.chains, quoted.chainId);
  const options = {
    name: lockOf(DEPLOY_STRATEGY, quoted),
    idleTimeoutMs: DEPLOY_TIMEOUT_MS + IDLE_MARGIN_MS,
  };
  try {
    return await withLock(context.lockPool, options, async (lock) => {
      const until = { deadline: Date.now() + DEPLOY_TIMEOUT_MS, signal };
      const { order } = await saveOrder(context, quoted);
      publishStep("locked", order);
      if (order.status === "deployed") return { status: "deployed", order };
      return bringToEnd({ context, chain, lock, until }, order);
    });
  } catch (error) {
    if (error instanceof LockTaken) throw new DeploymentInProgress(RETRY_AFTER_SECONDS);
    throw error;
  }
}

/** Acts on where the order stands, and if its delivery reverts once more: what it ran into may be gone by then. */
async function bringToEnd(run: Run, order: OrderRow): Promise<Outcome> {
  const first = await attempt(run, order, null);
  if (first.status !== "reverted") return first;
  const second = await attempt(run, order, first);
  if (second.status !== "reverted") return second;
  return fail(run, order, second.reason);
}

/** @param former how the attempt before this one ended */
async function attempt(run: Run, order: OrderRow, former: Revert | null): Promise<Outcome | Revert> {
  const state = await readCheckout(run.chain, order);
  publishStep("read", order);
  const standing = standingOf(order, state);
  switch (standing) {
    case "unpaid":
    case "underpaid":
      return { status: "unpaid", order: await recordUnpaid(run.lock, order) };
    case "refunded":
      return { status: "refunded", order: await recordRefunded(run.lock, order) };
    case "delivered":
      return conclude(run, order, state, deliveryOf(order, state, former));
    case "paid":
      return deliver(run, order, state);
    default:
      throw new Error("unknown standing", { cause: standing satisfies never });
  }
}

/** Signs the delivery, or takes the one that is signed, and sends it. */
async function deliver(
  { context, ...run }: Run,
  order: OrderRow,
  state: CheckoutState,
): Promise<Outcome | Revert> {
  const { database, log } = context;
  const paid = await recordPayment(database, run.chain, order, state);
  let delivery: TransactionRow;
  try {
    delivery = await signDelivery(context, run.chain, paid);
  } catch (error) {
    const reason = revertReason(error);
    if (reason === undefined) throw error;
    return { status: "reverted", reason, tx: null };
  }
  const { hash, nonce } = delivery;
  log.info({ token: order.address, hash, nonce }, "delivery journaled");
  publishStep("journaled", order);
  await broadcast(database, run.chain, delivery);
  publishStep("broadcast", order);
  return conclude({ context, ...run }, paid, state, hash);
}

/** The transaction that delivered an order, whoever sent it, by the log or else by our record. */
function deliveryOf(order: OrderRow, { created }: CheckoutState, former: Revert | null): Hex {
  const ours = order.deployTx === former?.tx ? null : order.deployTx;
  const hash = created?.tx ?? ours;
  // The node's log may lag behind its state; or the delivery is a stranger's, and lies further back than is read.
  if (!hash) throw new ChainUnavailable(new Error(`The log has no delivery of ${order.address}.`));
  return hash;
}

/** Waits for the delivering transaction, checks the token against its order and records both. */
async function conclude(
  { context, chain, lock, until }: Run,
  order: OrderRow,
  state: CheckoutState,
  hash: Hex,
): Promise<Outcome | Revert> {
  const { database, log } = context;
  const receipt = await waitForReceipt(database, chain, hash, until);
  if (!receipt) {
    const open = await openDelivery(database, order.id);
    return { status: "submitted", order: await recordSubmitted(lock, order, open?.hash ?? hash) };
  }
  publishStep("mined", order);
  if (receipt.status === "reverted") {
    await recordReceipt(database, receipt);
    const reason = "It reverted when it was mined, though not when it was tried.";
    return { status: "reverted", reason, tx: receipt.transactionHash };
  }
  const creation = await findCreation(chain, order, receipt);
  await verifyToken(chain, order, creation);
  publishStep("verified", order);
  await recordReceipt(lock, receipt);
  const deployed = await recordCreation(lock, chain, order, { state, creation });
  publishStep("written", order);
  log.info({ token: order.address, hash: creation.transactionHash }, "token deployed");
  return { status: "deployed", order: deployed };
}

/** What reverts twice is believed, unless the order stands otherwise by now, which the next call sees to. */
async function fail({ context, chain, lock }: Run, order: OrderRow, reason: string): Promise<Outcome> {
  const standing = standingOf(order, await readCheckout(chain, order));
  if (standing !== "paid") throw new DeliveryRefused(new Error(`${reason} The order is ${standing} now.`));
  context.log.error({ token: order.address, reason }, "delivery reverts");
  return { status: "failed", order: await recordFailed(lock, order, reason) };
}
