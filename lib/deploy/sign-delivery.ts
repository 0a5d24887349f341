import "server-only";
import { eq } from "drizzle-orm";
import { parseTransaction, type Address, type Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { isUniqueViolation, type Queryable } from "#lib/base/db.ts";
import { orders, type OrderRow, type TransactionRow } from "#lib/base/schema.ts";
import { encodeDeliver, estimateDeliverGas, revertReason } from "#lib/checkout/deliver.ts";
import { capFees, type Fees, raiseFees } from "#lib/lane/fees.ts";
import { openTransaction } from "#lib/lane/journal.ts";
import { chooseSender, signAgain, signAt, signNext, type TransactionRequest } from "#lib/lane/lane.ts";
import { settleNonce } from "#lib/lane/receipts.ts";
import { recordSubmitted } from "#lib/orders/record.ts";

/**
 * The transaction to broadcast for an order: the one in the journal, or a new one if there is none that can still be
 * mined.
 * @throws a viem error that `revertReason` can explain, if the delivery would revert
 */
export async function journalDelivery(
  context: Context,
  chain: Chain,
  order: OrderRow,
): Promise<TransactionRow> {
  const { database, env } = context;
  const open = await openTransaction(database, order.id);
  if (open && !(await settleNonce(database, chain, open))) return open;
  const sender = chooseSender(env.DEPLOYER_PRIVATE_KEY, order.address);
  const [request, market] = await Promise.all([
    deliverRequest(chain, sender.address, order),
    chain.client.estimateFeesPerGas(),
  ]);
  const signing = {
    chain,
    sender,
    orderId: order.id,
    request: { ...request, ...capFees(market, chain.maxFeePerGas) },
  };
  try {
    return await signNext(database, signing, submitted(order));
  } catch (error) {
    // Another instance signed first, after this one had lost its lock: its bytes are the ones to send.
    const signed = isUniqueViolation(error) ? await openTransaction(database, order.id) : undefined;
    if (signed) return signed;
    throw error;
  }
}

/**
 * Signs an open transaction anew on its own nonce, with higher fees. Where its order needs no delivery any more, a
 * transfer of nothing takes its place.
 * @returns null if it has ended meanwhile, or would have to offer more than the configured ceiling
 */
export async function renew(
  context: Context,
  chain: Chain,
  sender: PrivateKeyAccount,
  transaction: TransactionRow,
): Promise<TransactionRow | null> {
  const { database } = context;
  const fees = raiseFees(feesOf(transaction), await chain.client.estimateFeesPerGas(), chain.maxFeePerGas);
  if (!fees) return null;
  const order = await undelivered(database, transaction);
  const request = order && (await stillDeliverable(chain, sender.address, order));
  if (order && request)
    return signAgain(
      database,
      { chain, sender, orderId: order.id, request: { ...request, ...fees } },
      transaction,
      {
        reason: "its fees were raised",
        alongside: submitted(order),
      },
    );
  const nothing = await nothingRequest(chain, sender.address);
  return signAgain(
    database,
    { chain, sender, orderId: null, request: { ...nothing, ...fees } },
    transaction,
    {
      reason: "its order needs no delivery any more",
      alongside: async () => undefined,
    },
  );
}

/** Signs a transfer of nothing with a nonce that was left out, so that what follows can be mined. */
export async function fillNonce(
  { database }: Context,
  chain: Chain,
  sender: PrivateKeyAccount,
  nonce: number,
): Promise<TransactionRow> {
  const [nothing, market] = await Promise.all([
    nothingRequest(chain, sender.address),
    chain.client.estimateFeesPerGas(),
  ]);
  const request = { ...nothing, ...capFees(market, chain.maxFeePerGas) };
  return signAt(database, { chain, sender, orderId: null, request }, nonce);
}

/** Whether a transaction has something to do: its order waits for it, or it is there for its nonce alone. */
export async function isStillWanted(database: Queryable, transaction: TransactionRow): Promise<boolean> {
  return transaction.orderId === null || (await undelivered(database, transaction)) !== undefined;
}

/** What a journaled transaction offers. */
export function feesOf({ raw }: TransactionRow): Fees {
  const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parseTransaction(raw);
  return { maxFeePerGas, maxPriorityFeePerGas };
}

async function deliverRequest(chain: Chain, sender: Address, order: OrderRow) {
  const gas = await estimateDeliverGas(chain, sender, order);
  const call = { to: order.checkout, data: encodeDeliver(order) };
  return { type: "eip1559", chainId: chain.id, ...call, gas: (gas * 6n) / 5n } satisfies TransactionRequest;
}

async function nothingRequest(chain: Chain, sender: Address) {
  const gas = await chain.client.estimateGas({ account: sender, to: sender });
  return { type: "eip1559", chainId: chain.id, to: sender, gas } satisfies TransactionRequest;
}

/** The order of a transaction, if it still waits for its token. */
async function undelivered(database: Queryable, { orderId }: TransactionRow): Promise<OrderRow | undefined> {
  if (orderId === null) return undefined;
  const order = await database.query.orders.findFirst({ where: eq(orders.id, orderId) });
  return order && ["paid", "submitted"].includes(order.status) ? order : undefined;
}

async function stillDeliverable(chain: Chain, sender: Address, order: OrderRow) {
  try {
    return await deliverRequest(chain, sender, order);
  } catch (error) {
    if (revertReason(error) === undefined) throw error;
    return undefined;
  }
}

function submitted(order: OrderRow) {
  return async (transaction: Queryable, hash: Hex) => {
    await recordSubmitted(transaction, order, hash);
  };
}
