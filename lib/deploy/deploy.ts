import "server-only";
import { isAddressEqual, zeroAddress, type Hex, type TransactionReceipt } from "viem";
import { blockTime, type Chain, chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { Queryable } from "#lib/base/db.ts";
import {
  ChainUnavailable,
  DeploymentFailed,
  DeploymentInProgress,
  PaymentRequired,
  Refunded,
} from "#lib/base/errors.ts";
import { deployerLock, GLOBAL_LOCK } from "#lib/base/lock-key.ts";
import { LockTaken, withLock } from "#lib/base/lock.ts";
import type { OrderRow, TransactionRow } from "#lib/base/schema.ts";
import { revertReason } from "#lib/checkout/deliver.ts";
import { type CheckoutState, readCheckout } from "#lib/checkout/state.ts";
import { verifyToken } from "#lib/checkout/verify.ts";
import { openTransaction, recordReceipt } from "#lib/lane/journal.ts";
import { broadcast } from "#lib/lane/lane.ts";
import { findReceipt, waitForReceipt } from "#lib/lane/receipts.ts";
import { isDelivered, isPaid, isPaymentNews, isRefunded, paymentOf } from "#lib/orders/payment.ts";
import { saveOrder } from "#lib/orders/place.ts";
import {
  recordDeployed,
  recordFailed,
  recordPaid,
  recordRefunded,
  recordSubmitted,
  recordUnpaid,
} from "#lib/orders/record.ts";
import { isStored, type QuotedOrder, toOrder } from "#lib/orders/to-order.ts";
import { journalDelivery } from "./sign-delivery.ts";
import { publishStep } from "./step-record.ts";

/** Past its deadline a deploy still has calls to end and a row to write before its session may be cut. */
const IDLE_MARGIN_MS = 60_000;

export type Deployment = { status: "deployed" | "submitted"; order: OrderRow };
type Outcome = { status: Deployment["status"] | "unpaid" | "refunded" | "failed"; order: OrderRow };

/** One locked deploy, and what its steps share. */
type Run = {
  context: Context;
  chain: Chain;
  lock: Queryable;
  until: { deadline: number; signal: AbortSignal | undefined };
  reverted: Hex | null;
};

/**
 * Brings an order to its token: under the lock it reads the chain, journals and broadcasts the delivery where one is
 * still due, waits for it, reads the token back, and records it in the transaction that holds the lock. Every call
 * starts from what the chain and the journal say, so it may be repeated at any time, by anyone, after any crash.
 *
 * @param draft a stored order, or a new one, which is stored only once the lock is held
 * @param signal ends the wait for the chain, as the deadline does
 * @returns `submitted` if the delivery is not confirmed by the deadline; whoever calls next goes on from there
 * @throws {DeploymentInProgress} if the lock is taken; nothing has happened
 * @throws {PaymentRequired | Refunded | DeploymentFailed} by what stands on chain
 * @throws {DeployerOutOfFunds | DeliveryRefused} and viem or database errors; the journal keeps what was done
 */
export async function deploy(
  context: Context,
  draft: QuotedOrder,
  signal?: AbortSignal,
): Promise<Deployment> {
  if (isStored(draft) && draft.status === "deployed") return { status: "deployed", order: draft };
  const { status, order } = await lockedOutcome(context, draft, signal);
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

async function lockedOutcome(
  context: Context,
  draft: QuotedOrder,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { DEPLOY_STRATEGY, DEPLOY_TIMEOUT_MS, RETRY_AFTER_SECONDS } = context.env;
  const name = DEPLOY_STRATEGY === "global" ? GLOBAL_LOCK : deployerLock(draft.deployer);
  const idleTimeoutMs = DEPLOY_TIMEOUT_MS + IDLE_MARGIN_MS;
  const chain = chainOf(context.chains, draft.chainId);
  try {
    return await withLock(context.lockPool, { name, idleTimeoutMs }, async (lock) => {
      const until = { deadline: Date.now() + DEPLOY_TIMEOUT_MS, signal };
      const { order } = await saveOrder(context, draft);
      publishStep("locked", order);
      if (order.status === "deployed") return { status: "deployed", order };
      return advance({ context, chain, lock, until, reverted: null }, order);
    });
  } catch (error) {
    if (error instanceof LockTaken) throw new DeploymentInProgress(RETRY_AFTER_SECONDS);
    throw error;
  }
}

async function advance(run: Run, order: OrderRow): Promise<Outcome> {
  const { context, chain } = run;
  const state = await readCheckout(chain, order);
  publishStep("read", order);
  if (isDelivered(order, state) || !isPaid(order, state)) return settle(run, order, state);
  const paid =
    state.openWei > 0n && isPaymentNews(order, state)
      ? await recordPaid(context.database, order, await paymentOf(chain, state))
      : order;
  let delivery: TransactionRow;
  try {
    delivery = await journalDelivery(context, chain, paid);
  } catch (error) {
    return settleRevert(run, paid, revertReason(error) ?? rethrow(error));
  }
  const { hash, nonce } = delivery;
  context.log.info({ token: order.address, hash, nonce }, "delivery journaled");
  publishStep("journaled", order);
  await broadcast(context.database, chain, delivery);
  publishStep("broadcast", order);
  return conclude(run, paid, state, hash);
}

/** Where nothing is left to deliver: records the delivery that somebody made, or says what is missing. */
async function settle(run: Run, order: OrderRow, state: CheckoutState): Promise<Outcome> {
  if (!isDelivered(order, state)) {
    if (!isRefunded(order, state)) return { status: "unpaid", order: await recordUnpaid(run.lock, order) };
    return { status: "refunded", order: await recordRefunded(run.lock, order) };
  }
  const ours = order.deployTx === run.reverted ? null : order.deployTx;
  const hash = state.created?.tx ?? ours;
  // The node's log may lag behind its state; or the delivery is a stranger's, and lies further back than is read.
  if (!hash) throw new ChainUnavailable(new Error(`The log has no delivery of ${order.address}.`));
  return conclude(run, order, state, hash);
}

/** A delivery that reverts lost a race to another one or to a refund, or it will never succeed. */
async function settleRevert(run: Run, order: OrderRow, reason: string): Promise<Outcome> {
  const state = await readCheckout(run.chain, order);
  if (isDelivered(order, state) || !isPaid(order, state)) return settle(run, order, state);
  run.context.log.error({ token: order.address, reason }, "delivery reverts");
  return { status: "failed", order: await recordFailed(run.lock, order, reason) };
}

/** Waits for the delivering transaction, checks the token against its order and records both. */
async function conclude(run: Run, order: OrderRow, state: CheckoutState, hash: Hex): Promise<Outcome> {
  const { context, chain, lock } = run;
  const receipt = await waitForReceipt(context.database, chain, hash, run.until);
  if (!receipt) {
    const open = await openTransaction(context.database, order.id);
    return { status: "submitted", order: await recordSubmitted(lock, order, open?.hash ?? hash) };
  }
  publishStep("mined", order);
  if (receipt.status === "reverted") {
    await recordReceipt(context.database, receipt);
    // What it ran into may be gone: a second delivery is tried on the chain as it is now, but no third.
    if (run.reverted === null) return advance({ ...run, reverted: receipt.transactionHash }, order);
    return settleRevert(run, order, "It reverted when it was mined, though not when it was tried.");
  }
  const creation = await creationOf(chain, order, receipt);
  await verifyToken(chain, order, creation);
  publishStep("verified", order);
  await recordReceipt(lock, receipt);
  const isStranded = state.openWei > 0n && state.buyer !== zeroAddress;
  const deployed = await recordDeployed(lock, order, {
    ...(state.paid && order.payTx !== state.paid.tx ? await paymentOf(chain, state) : {}),
    refundableAt: isStranded ? state.refundableAt : null,
    deployTx: creation.transactionHash,
    blockNumber: creation.blockNumber,
    deployedAt: await blockTime(chain, creation.blockNumber),
  });
  publishStep("written", order);
  context.log.info({ token: order.address, hash: creation.transactionHash }, "token deployed");
  return { status: "deployed", order: deployed };
}

/** The receipt of what created the token; a delivery that came after another one has only taken the payment. */
async function creationOf(
  chain: Chain,
  order: OrderRow,
  receipt: TransactionReceipt,
): Promise<TransactionReceipt> {
  if (receipt.logs.some((log) => isAddressEqual(log.address, order.address))) return receipt;
  const { created } = await readCheckout(chain, order);
  const creation = created && (await findReceipt(chain, created.tx));
  if (!creation) throw new ChainUnavailable(new Error(`The log has no creation of ${order.address}.`));
  return creation;
}

function rethrow(error: unknown): never {
  throw error;
}
