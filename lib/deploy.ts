import "server-only";
import { zeroAddress, type Hex } from "viem";
import { chainOf, type Chain } from "./chains.ts";
import {
  blockTime,
  encodeDeliver,
  estimateDeliverGas,
  readCheckout,
  revertReason,
  type CheckoutState,
} from "./checkout.ts";
import type { Context } from "./context.ts";
import { isUniqueViolation, type Queryable } from "./db.ts";
import {
  ChainUnavailable,
  DeploymentFailed,
  DeploymentInProgress,
  PaymentRequired,
  Refunded,
} from "./errors.ts";
import {
  broadcast,
  chooseSender,
  closeTransaction,
  isReplaced,
  openTransaction,
  receiptOf,
  signNext,
  waitForReceipt,
} from "./lane.ts";
import { deployerLock, GLOBAL_LOCK } from "./lock-key.ts";
import { LockTaken, withLock } from "./lock.ts";
import { isStored, saveOrder, toOrder, type Draft } from "./orders.ts";
import type { OrderRow, TransactionRow } from "./schema.ts";
import {
  recordDeployed,
  recordFailed,
  recordPaid,
  recordRefunded,
  recordSubmitted,
  recordUnpaid,
} from "./transitions.ts";
import { verifyToken } from "./verify.ts";

/** Past its deadline a deploy still has calls to end and a row to write before its session may be cut. */
const IDLE_MARGIN_MS = 60_000;

export type Deployment = { status: "deployed" | "submitted"; order: OrderRow };
type Outcome = { status: Deployment["status"] | "unpaid" | "refunded" | "failed"; order: OrderRow };

/** One locked deploy, and what its steps share. */
type Run = { context: Context; chain: Chain; lock: Queryable; deadline: number; reverted: Hex | null };

/**
 * Brings an order to its token: under the lock it reads the chain, journals and broadcasts the delivery where one is
 * still due, waits for it, reads the token back, and records it in the transaction that holds the lock. Every call
 * starts from what the chain and the journal say, so it may be repeated at any time, by anyone, after any crash.
 *
 * @param draft a stored order, or a new one, which is stored only once the lock is held
 * @returns `submitted` if the delivery is not confirmed by the deadline; whoever calls next goes on from there
 * @throws {DeploymentInProgress} if the lock is taken; nothing has happened
 * @throws {PaymentRequired | Refunded | DeploymentFailed} by what stands on chain
 * @throws {DeployerOutOfFunds | DeliveryRefused} and viem or database errors; the journal keeps what was done
 */
export async function deploy(context: Context, draft: Draft): Promise<Deployment> {
  if (isStored(draft) && draft.status === "deployed") return { status: "deployed", order: draft };
  const { status, order } = await lockedOutcome(context, draft);
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

async function lockedOutcome(context: Context, draft: Draft): Promise<Outcome> {
  const { DEPLOY_STRATEGY, DEPLOY_TIMEOUT_MS, RETRY_AFTER_SECONDS } = context.env;
  const name = DEPLOY_STRATEGY === "global" ? GLOBAL_LOCK : deployerLock(draft.deployer);
  const idleTimeoutMs = DEPLOY_TIMEOUT_MS + IDLE_MARGIN_MS;
  const chain = chainOf(context.chains, draft.chainId);
  try {
    return await withLock(context.lockPool, { name, idleTimeoutMs }, async (lock) => {
      const deadline = Date.now() + DEPLOY_TIMEOUT_MS;
      const { order } = await saveOrder(context, draft);
      if (order.status === "deployed") return { status: "deployed", order };
      return advance({ context, chain, lock, deadline, reverted: null }, order);
    });
  } catch (error) {
    if (error instanceof LockTaken) throw new DeploymentInProgress(RETRY_AFTER_SECONDS);
    throw error;
  }
}

async function advance(run: Run, order: OrderRow): Promise<Outcome> {
  const { context, chain } = run;
  const state = await readCheckout(chain, order);
  if (isDelivered(order, state) || !isPaid(order, state)) return settle(run, order, state);
  const paid =
    state.openWei === 0n ? order : await recordPaid(context.database, order, await paymentOf(chain, state));
  let delivery: TransactionRow;
  try {
    delivery = await journalDelivery(context, chain, paid);
  } catch (error) {
    return settleRevert(run, paid, revertReason(error) ?? rethrow(error));
  }
  context.log.info(
    { token: order.address, hash: delivery.hash, nonce: delivery.nonce },
    "delivery journaled",
  );
  await broadcast(context.database, chain, delivery);
  return conclude(run, paid, state, delivery.hash);
}

/** Where nothing is left to deliver: records the delivery that somebody made, or says what is missing. */
async function settle(run: Run, order: OrderRow, state: CheckoutState): Promise<Outcome> {
  if (!isDelivered(order, state)) {
    const refunded = state.refunded || (order.status === "refunded" && state.openWei === 0n);
    if (!refunded) return { status: "unpaid", order: await recordUnpaid(run.lock, order) };
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
  const { context, chain, lock, deadline } = run;
  const receipt = await waitForReceipt(chain, hash, deadline);
  if (!receipt) return { status: "submitted", order: await recordSubmitted(lock, order, hash) };
  if (receipt.status === "reverted") {
    await closeTransaction(context.database, hash, "reverted");
    // What it ran into may be gone: a second delivery is tried on the chain as it is now, but no third.
    if (run.reverted === null) return advance({ ...run, reverted: hash }, order);
    return settleRevert(run, order, "It reverted when it was mined, though not when it was tried.");
  }
  const created =
    state.created && state.created.tx !== hash ? await receiptOf(chain, state.created.tx) : receipt;
  await verifyToken(chain, order, created);
  await closeTransaction(lock, hash, "mined");
  const isStranded = state.openWei > 0n && state.buyer !== zeroAddress;
  const deployed = await recordDeployed(lock, order, {
    ...(state.paid && !order.paidAt ? await paymentOf(chain, state) : {}),
    refundableAt: isStranded ? state.refundableAt : null,
    deployTx: created.transactionHash,
    blockNumber: created.blockNumber,
    deployedAt: await blockTime(chain, created.blockNumber),
  });
  context.log.info({ token: order.address, hash: created.transactionHash }, "token deployed");
  return { status: "deployed", order: deployed };
}

/** The transaction to broadcast: the one in the journal, or a new one if there is none that can still be mined. */
async function journalDelivery(context: Context, chain: Chain, order: OrderRow): Promise<TransactionRow> {
  const open = await openTransaction(context.database, order.id);
  if (open && !(await isReplaced(chain, open))) return open;
  if (open) await closeTransaction(context.database, open.hash, "replaced");

  const sender = chooseSender(context.env.DEPLOYER_PRIVATE_KEY, order.address);
  const [gas, fees] = await Promise.all([
    estimateDeliverGas(chain, sender.address, order),
    chain.client.estimateFeesPerGas(),
  ]);
  const request = {
    type: "eip1559",
    chainId: chain.id,
    to: order.checkout,
    data: encodeDeliver(order),
    gas: (gas * 6n) / 5n,
    maxFeePerGas: fees.maxFeePerGas,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
  } as const;
  try {
    return await signNext(
      context.database,
      { chain, sender, orderId: order.id, request },
      async (transaction, hash) => {
        await recordSubmitted(transaction, order, hash);
      },
    );
  } catch (error) {
    // Another instance signed first, after this one had lost its lock: its bytes are the ones to send.
    const signed = isUniqueViolation(error) ? await openTransaction(context.database, order.id) : undefined;
    return signed ?? rethrow(error);
  }
}

/** Nothing is left to do on chain: the token exists, and no payment for it waits to be captured. */
function isDelivered(order: OrderRow, state: CheckoutState): boolean {
  const capturable = state.openWei > 0n && state.buyer === zeroAddress && isPaid(order, state);
  return state.exists && !capturable;
}

function isPaid(order: OrderRow, state: CheckoutState): boolean {
  return state.openWei >= order.feeWei + order.networkWei;
}

async function paymentOf(chain: Chain, { paid, paidAt, refundableAt, blockNumber }: CheckoutState) {
  return {
    payTx: paid?.tx ?? null,
    paidAt: paidAt ?? (await blockTime(chain, paid?.blockNumber ?? blockNumber)),
    refundableAt,
  };
}

function rethrow(error: unknown): never {
  throw error;
}
