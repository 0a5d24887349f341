import "server-only";
import { eq } from "drizzle-orm";
import type { Address, Hex } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { isUniqueViolation, type Queryable } from "#lib/base/db.ts";
import { SignerUnavailable } from "#lib/base/errors/unavailable.ts";
import type { Sender } from "#lib/base/keys/sender.ts";
import { readGasPrice } from "#lib/base/node/gas-price.ts";
import { orders, type OrderRow, type TransactionRow } from "#lib/base/schema.ts";
import { encodeDeliver, estimateDeliverGas, revertReason } from "#lib/checkout/deliver.ts";
import { giveUpStranded, hasKey } from "#lib/lane/drain.ts";
import { capOf, coversBaseFee, feesAt, gasLimitFor, replacingFees } from "#lib/lane/fees.ts";
import { openDelivery, openTransactions, type Occupant } from "#lib/lane/journal.ts";
import { chooseSender, lanesToTry, readLanes } from "#lib/lane/lanes.ts";
import { replaceByNothing } from "#lib/lane/nonce-only.ts";
import { viewLane } from "#lib/lane/nonces.ts";
import { settleNonce } from "#lib/lane/settle.ts";
import {
  LaneFull,
  signAgain,
  signNext,
  type Alongside,
  type SignedNext,
  type TransactionRequest,
} from "#lib/lane/sign.ts";
import { recordSubmitted } from "#lib/orders/record.ts";
import { DeliveryHeld, gasCeilingOf } from "./hold.ts";

/** What a block says that a delivery is judged by. */
export type Head = { number: bigint; timestamp: bigint; baseFeePerGas: bigint | null };

/** Another instance has delivered the order while this one was about to. Nothing was signed. */
export class DeliveredMeanwhile extends Error {
  constructor({ address }: OrderRow) {
    super(`${address} was delivered meanwhile.`);
    this.name = "DeliveredMeanwhile";
  }
}

type Wanted<Seen> = {
  context: Context;
  chain: Chain;
  order: OrderRow;
  /** What is signed is made of what this block says, and of no other. */
  head: Head;
  /** Looks at the order once more, at the same time as all else is read: nothing is signed if it throws. */
  look: () => Promise<Seen>;
};

/** What to send; and what is open before it in its lane, where that was just read. */
type Signed<Seen> = { transaction: TransactionRow; before?: Occupant[]; seen: Seen };

/**
 * The transaction to broadcast for an order: the one in the journal, or a new one if there is none that can still be
 * mined.
 * @throws a viem error that `revertReason` can explain, if the delivery would revert
 * @throws {DeliveredMeanwhile | LaneFull}
 * @throws {SignerUnavailable} if no key signs now; nothing was journaled
 * @throws {DeliveryHeld} if it would have to be signed and is not worth its gas now
 */
export async function signDelivery<Seen>(wanted: Wanted<Seen>): Promise<Signed<Seen>> {
  // The order is marked together with the journal, so one that never was has nothing there.
  const open = wanted.order.deployTx === null ? null : await findOpen(wanted);
  if (open) return open;
  try {
    return await signNew(wanted);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // It was signed since the order was read, here or by another instance that took the lock when this one had lost it.
    return (await findOpen(wanted)) ?? signNew(wanted);
  }
}

async function findOpen<Seen>({
  context,
  chain,
  order,
  head,
  look,
}: Wanted<Seen>): Promise<Signed<Seen> | null> {
  const { database, senders } = context;
  const transaction = await openDelivery(database, order.id);
  if (!transaction) return null;
  const seen = await look();
  const isOver = await hasEnded(database, chain, senders, transaction, head);
  return isOver ? null : { transaction, seen };
}

/** @throws a unique violation if there is an open delivery of the order */
async function signNew<Seen>({ context, chain, order, head, look }: Wanted<Seen>): Promise<Signed<Seen>> {
  const { database, env, senders } = context;
  const own = chooseSender(senders, order.address);
  // Whoever delivers, it takes the same gas: the contract does not look at who calls.
  const [seen, call, price, view, lanes] = await Promise.all([
    look(),
    deliverCall(chain, own.address, order, head.number),
    readGasPrice(chain, head),
    viewLane(chain, own.address, head.number),
    readLanes(database, chain, senders, order.address, head),
  ]);
  const prospect = { sender: own.address, call, price, factor: env.GAS_LOSS_FACTOR };
  const fees = feesAt(price, await gasCeilingOf(chain, order, prospect));
  const costWei = gasLimitFor(call.gas) * capOf(fees);
  const depth = env.LANE_DEPTH;
  let failure: SignerUnavailable | null = null;
  for (const { sender } of lanesToTry(lanes, { depth, costWei })) {
    const signing = signingOf(chain, sender, order, { ...call, ...fees });
    const current = sender === own ? view : await viewLane(chain, sender.address, head.number);
    const lane = { view: current, depth };
    const signed = await unlessUnfit(signNext(database, signing, lane, submitted(order)));
    if (signed instanceof SignerUnavailable) failure = signed;
    else if (signed) return { ...signed, seen };
  }
  throw failure ?? new LaneFull();
}

/** @returns why its key can't sign, or null if as much waits in the lane as may: another lane may do */
async function unlessUnfit(signing: Promise<SignedNext>): Promise<SignedNext | SignerUnavailable | null> {
  try {
    return await signing;
  } catch (error) {
    if (error instanceof SignerUnavailable) return error;
    if (error instanceof LaneFull) return null;
    throw error;
  }
}

/** Whether a delivery can't be mined any more: its nonce was used, or it is given up with the key it was signed by. */
async function hasEnded(
  database: Queryable,
  chain: Chain,
  senders: readonly Sender[],
  open: TransactionRow,
  head: Head,
): Promise<boolean> {
  if (await settleNonce(database, chain, open, await viewLane(chain, open.sender, head.number))) return true;
  const isStranded = !hasKey(senders, open) && !coversBaseFee(open, head.baseFeePerGas ?? 0n);
  return isStranded && (await giveUpStranded(database, open));
}

/**
 * Signs an open delivery anew on its own nonce, with higher fees. Where its order needs none any more, or is not worth
 * them and is in the way of others, a transfer of nothing takes its place.
 * @returns null if it has ended meanwhile, or would have to offer more than the order is worth, or than the ceiling
 */
export async function replaceDelivery(
  { database, env }: Context,
  chain: Chain,
  sender: Sender,
  replaced: TransactionRow,
): Promise<TransactionRow | null> {
  const order = await orderAwaiting(database, replaced);
  const call = order && (await deliverCallUnlessReverting(chain, sender.address, order));
  if (!order || !call)
    return replaceByNothing(database, { chain, sender }, replaced, "its order needs no delivery any more");
  const price = await readGasPrice(chain);
  const prospect = { sender: sender.address, call, price, factor: env.GAS_LOSS_FACTOR };
  try {
    const fees = replacingFees(replaced, price, await gasCeilingOf(chain, order, prospect));
    if (!fees) return null;
    const signing = signingOf(chain, sender, order, { ...call, ...fees });
    return await signAgain(database, signing, { replaced, reason: "its fees were raised" }, submitted(order));
  } catch (error) {
    if (!(error instanceof DeliveryHeld)) throw error;
    if (!(await isFollowed(database, replaced))) return null;
    const reason = "what waits behind it is worth its gas, and it is not";
    return replaceByNothing(database, { chain, sender }, replaced, reason);
  }
}

/** Whether other transactions of the lane wait behind one. */
async function isFollowed(database: Queryable, { chainId, sender, nonce }: TransactionRow): Promise<boolean> {
  return (await openTransactions(database, { chainId, sender })).some((other) => other.nonce > nonce);
}

/** The order of a delivery, if it still waits for its token. */
export async function orderAwaiting(
  database: Queryable,
  { orderId }: TransactionRow,
): Promise<OrderRow | undefined> {
  if (orderId === null) return undefined;
  const order = await database.query.orders.findFirst({ where: eq(orders.id, orderId) });
  return order && ["paid", "submitted"].includes(order.status) ? order : undefined;
}

/** `gas` is the estimate, not the limit. */
type Call = { chainId: number; to: Address; data: Hex; gas: bigint };

async function deliverCall(
  chain: Chain,
  sender: Address,
  order: OrderRow,
  blockNumber?: bigint,
): Promise<Call> {
  const gas = await estimateDeliverGas(chain, sender, order, blockNumber);
  return { chainId: chain.id, to: order.checkout, data: encodeDeliver(order), gas };
}

async function deliverCallUnlessReverting(
  chain: Chain,
  sender: Address,
  order: OrderRow,
): Promise<Call | undefined> {
  try {
    return await deliverCall(chain, sender, order);
  } catch (error) {
    if (revertReason(error) === undefined) throw error;
    return undefined;
  }
}

function signingOf(
  chain: Chain,
  sender: Sender,
  { id: orderId }: OrderRow,
  { gas, ...offer }: TransactionRequest & Call,
) {
  const request: TransactionRequest = { ...offer, gas: gasLimitFor(gas) };
  return { chain, sender, purpose: { purpose: "delivery", orderId }, request } as const;
}

/** @throws {DeliveredMeanwhile} which takes the signature back, if the order was recorded as deployed since it was read */
function submitted(order: OrderRow): Alongside {
  return async (transaction, hash) => {
    const { status } = await recordSubmitted(transaction, order, hash);
    if (status === "deployed") throw new DeliveredMeanwhile(order);
  };
}
