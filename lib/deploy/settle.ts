import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { BlockNotFoundError, isAddressEqual, type Hex, type TransactionReceipt } from "viem";
import { blockTime, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { Queryable } from "#lib/base/db.ts";
import { ChainUnavailable } from "#lib/base/errors/unavailable.ts";
import { findReceipt } from "#lib/base/node/receipt-watch.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { instruments } from "#lib/base/telemetry/instruments.ts";
import { findFirstDelivery, findPayment, type Mined } from "#lib/checkout/events.ts";
import type { CheckoutState } from "#lib/checkout/state.ts";
import { verifyToken } from "#lib/checkout/verify.ts";
import { openDelivery, recordReceipt } from "#lib/lane/journal.ts";
import { waitForReceipt } from "#lib/lane/receipts.ts";
import type { Sent } from "#lib/lane/send.ts";
import { recordDeployed, recordSubmitted } from "#lib/orders/record.ts";
import { priceOf, standingOf } from "#lib/shared/standing.ts";
import { publishStep } from "./step-channel.ts";

/** A payment that is not named by then is not waited for. */
const NAMING_WAIT_MS = 1_000;

/** One deploy, and what its steps share. It waits until `deadline`, in milliseconds since the epoch, or the signal. */
export type Run = {
  context: Context;
  chain: Chain;
  until: { deadline: number; signal: AbortSignal | undefined };
  /** Ends once the order's payment is named, or can't be. */
  naming: Promise<void>;
};

export type Deployed = { status: "deployed" | "submitted"; order: OrderRow };
type Reverted = { status: "reverted"; reason: string };

/** An order whose delivery is on its way or there. `paid` is its payment, where that was not recorded yet. */
export type Submitted = {
  order: OrderRow;
  state: CheckoutState;
  delivery: Hex;
  paid: Mined | null;
} & Partial<Sent>;

/**
 * Waits for the transaction that delivers an order, checks the token against its order and records both.
 * @param writer the transaction that holds the lock, where the delivery was made under it
 * @returns `submitted` if it is not confirmed in time; `reverted`, with the journal settled, if it came to nothing
 * @throws {ChainUnavailable} if the node's log does not show what created the token yet
 */
export async function settle(run: Run, writer: Queryable, sent: Submitted): Promise<Deployed | Reverted> {
  const { context, chain, until } = run;
  const { database } = context;
  const { order, delivery } = sent;
  const atOnce = confirmedAtOnce(chain, sent);
  const settled = atOnce && (await unlessAhead(record(run, writer, sent, atOnce)));
  if (settled) return settled;
  const receipt = await waitForReceipt(database, chain, delivery, until, sent.since);
  if (receipt) return record(run, writer, sent, receipt);
  const open = await openDelivery(database, order.id);
  return { status: "submitted", order: await recordSubmitted(writer, order, open?.hash ?? delivery) };
}

/** @returns null if the node has shown a receipt of a block that is not made yet, as those with flashblocks do */
async function unlessAhead<T>(recorded: Promise<T>): Promise<T | null> {
  try {
    return await recorded;
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null;
    throw error;
  }
}

async function record(
  { context, chain, naming }: Run,
  writer: Queryable,
  sent: Submitted,
  receipt: TransactionReceipt,
): Promise<Deployed | Reverted> {
  const { database, log } = context;
  const { order } = sent;
  if (receipt.status === "reverted") {
    publishStep("mined", order);
    await recordReceipt(database, receipt);
    return { status: "reverted", reason: "It reverted when it was mined, though not when it was tried." };
  }
  const creation = isCreationOf(order, receipt) ? receipt : await findCreation(chain, order, receipt);
  const verifying = verifyToken(chain, order, creation);
  // In a block that is not there yet there is no token to be found.
  verifying.catch(() => undefined);
  const deployedAt = await blockTime(chain, creation.blockNumber);
  publishStep("mined", order);
  await Promise.all([verifying, soon(naming)]);
  publishStep("verified", order);
  const [deployed] = await Promise.all([
    recordCreation(writer, chain, sent, creation, deployedAt),
    recordReceipt(writer, receipt),
  ]);
  publishStep("written", order);
  timeFromPayment(chain, deployed);
  log.info({ token: order.address, hash: creation.transactionHash }, "token deployed");
  return { status: "deployed", order: deployed };
}

/**
 * The transaction that delivered an order, whoever sent it; and its payment, where that was taken before anybody here
 * saw it.
 * @throws {ChainUnavailable} if it is not recorded, and the node's log does not show it yet, or not within the few reads that
 * this takes; who follows the events comes upon it, and notes it on the order
 */
export async function findDelivery(
  chain: Chain,
  order: OrderRow,
): Promise<{ delivery: Hex; paid: Mined | null }> {
  const isKnown = order.paidAt !== null || priceOf(order) === 0n;
  const known = order.deployTx ? await findReceipt(chain, order.deployTx) : null;
  const delivery =
    known?.status === "success" ? known.transactionHash : (await findFirstDelivery(chain, order))?.tx;
  if (!delivery) throw new ChainUnavailable(new Error(`The log has no delivery of ${order.address}.`));
  return { delivery, paid: isKnown ? null : await findPayment(chain, order) };
}

function confirmedAtOnce({ receipts }: Chain, { receipt = null }: Submitted): TransactionReceipt | null {
  return receipts.isConfirmedAtOnce && receipt?.status === "success" ? receipt : null;
}

function timeFromPayment({ id }: Chain, { paidAt, deployedAt }: OrderRow): void {
  if (!paidAt || !deployedAt) return;
  const seconds = (deployedAt.getTime() - paidAt.getTime()) / 1_000;
  instruments().paidToTokenSeconds.observe({ chain: String(id) }, Math.max(0, seconds));
}

/** What is named later is written by itself then, and told with the order's next change. */
function soon(naming: Promise<void>): Promise<void> {
  return Promise.race([naming, delay(NAMING_WAIT_MS, undefined, { ref: false })]);
}

/** A delivery that came after another one has only taken the payment. */
function isCreationOf(order: OrderRow, { logs }: TransactionReceipt): boolean {
  return logs.some((log) => isAddressEqual(log.address, order.address));
}

async function findCreation(
  chain: Chain,
  order: OrderRow,
  { blockNumber }: TransactionReceipt,
): Promise<TransactionReceipt> {
  const created = await findFirstDelivery(chain, order, blockNumber);
  const creation = created && (await findReceipt(chain, created.tx));
  if (!creation || !isCreationOf(order, creation))
    throw new ChainUnavailable(new Error(`The log has no creation of ${order.address}.`));
  return creation;
}

/** Written again, since who asked meanwhile may have found the payment gone for the length of a reorganisation. */
function knownPaymentOf({ payTx, paidAt }: OrderRow) {
  return payTx && paidAt ? { payTx, paidAt } : {};
}

async function recordCreation(
  writer: Queryable,
  chain: Chain,
  { order, state, paid }: Submitted,
  { transactionHash, blockNumber }: TransactionReceipt,
  deployedAt: Date,
): Promise<OrderRow> {
  const isStranded = state.openWei > 0n && standingOf(order, state) === "delivered";
  return recordDeployed(writer, order, {
    ...(paid ? { payTx: paid.tx, paidAt: await blockTime(chain, paid.blockNumber) } : knownPaymentOf(order)),
    refundableAt: isStranded ? state.refundableAt : null,
    deployTx: transactionHash,
    blockNumber,
    deployedAt,
  });
}
