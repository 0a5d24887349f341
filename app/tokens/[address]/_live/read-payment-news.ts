import { isAddressEqual, TransactionNotFoundError, type Client, type Hex, type Transaction } from "viem";
import { getTransaction, getTransactionCount, getTransactionReceipt } from "viem/actions";
import type { Order } from "#lib/shared/order.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { chainReader, readState } from "./read-chain.ts";
import type { PaymentNews, SentPayment } from "./sent-payment.ts";

/** Nodes learn of a transaction at different times: only after this long is one that nobody knows spoken of. */
const UNSEEN_AFTER_MS = 60_000;

/**
 * What has become of a payment. By its nonce rather than by its hash: sped up or cancelled in the wallet it has another
 * hash, and the same nonce.
 */
export async function readPaymentNews(
  chain: PublicChain,
  order: Order,
  { hash, sentAt, nonce: known }: SentPayment,
): Promise<PaymentNews> {
  const client = chainReader(chain);
  const transaction = await findTransaction(client, hash);
  const nonce = nonceOf(transaction, order) ?? known;
  const seen = { nonce, isUnseen: false };
  if (transaction && transaction.blockNumber !== null) return { ...seen, ended: await endOf(client, hash) };
  if (nonce !== null && (await isUsed(client, order, nonce)))
    return { ...seen, ended: await endOfNonce(client, order, hash) };
  return { nonce, isUnseen: !transaction && Date.now() - sentAt > UNSEEN_AFTER_MS, ended: null };
}

/** The payer's nonce; null where somebody else carries the payment to the chain, whose nonces say nothing of it. */
export function nonceOf(
  transaction: Pick<Transaction, "from" | "nonce"> | null,
  { deployer }: Pick<Order, "deployer">,
): number | null {
  return transaction && isAddressEqual(transaction.from, deployer) ? transaction.nonce : null;
}

/** A transaction as a node knows it; null where it doesn't. */
export async function findTransaction(client: Client, hash: Hex): Promise<Transaction | null> {
  try {
    return await getTransaction(client, { hash });
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return null;
    throw error;
  }
}

async function endOf(client: Client, hash: Hex): Promise<"mined" | "reverted"> {
  const { status } = await getTransactionReceipt(client, { hash });
  return status === "reverted" ? "reverted" : "mined";
}

async function isUsed(client: Client, { deployer }: Order, nonce: number): Promise<boolean> {
  return (await getTransactionCount(client, { address: deployer, blockTag: "latest" })) > nonce;
}

/** Of the transaction that has the nonce: it may be the payment itself, which was mined just now, or sped up. */
async function endOfNonce(client: Client, order: Order, hash: Hex): Promise<PaymentNews["ended"]> {
  const transaction = await findTransaction(client, hash);
  if (transaction && transaction.blockNumber !== null) return endOf(client, hash);
  const { amountWei, tokenExists } = await readState(client, order);
  return amountWei > 0n || tokenExists ? "arrived" : "replaced";
}
