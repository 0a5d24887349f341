import type { Hex } from "viem";
import { getConnectorClient, simulateContract, writeContract } from "wagmi/actions";
import type { Wagmi } from "#app/_wallet/wagmi.ts";
import { OwnTransactionError } from "#app/_wallet/wallet-error.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { readState } from "../_live/read-chain.ts";
import { findTransaction, nonceOf } from "../_live/read-payment-news.ts";
import { beginAsking, type OnPhase } from "./phase.ts";
import { nodeOf, waitUntilDone } from "./wait-until-done.ts";

/**
 * What the connected wallet sends to Checkout. Each is tried on the chain first, then signed and sent by the wallet.
 * Pages load it once it is asked for: it is large.
 */

/** Pays for an order as it is shown, until its price ends. @returns the transaction; null where the chain knows a payment already */
export async function pay({ config }: Wagmi, order: Order, onPhase: OnPhase): Promise<Hex | null> {
  const { address, chainId, checkout, deployer } = order;
  const { amountWei, tokenExists } = await readState(nodeOf(config, chainId), order);
  if (tokenExists || amountWei > 0n) return null;
  const { request } = await simulateContract(config, {
    chainId,
    account: deployer,
    address: checkout,
    abi: checkoutAbi,
    functionName: "pay",
    args: [address, deadlineOf(order)],
    value: BigInt(order.price),
  });
  beginAsking(config, deployer, onPhase);
  return writeContract(config, request);
}

/** The payer's nonce that the wallet has sent a payment with; null where its node does not know it. */
export async function nonceAtWallet({ config }: Wagmi, order: Order, hash: Hex): Promise<number | null> {
  const wallet = await getConnectorClient(config, { chainId: order.chainId });
  return nonceOf(await findTransaction(wallet, hash), order);
}

/** When the price ends, in Unix seconds: a server gives it in whole ones. */
function deadlineOf({ expiresAt }: Order): bigint {
  return BigInt(Math.floor(Date.parse(expiresAt) / 1_000));
}

/** Takes an open payment back, and waits until that is so. @throws if the chain refuses it */
export async function refund({ config }: Wagmi, order: Order, onPhase: OnPhase): Promise<void> {
  const { address, chainId, checkout, deployer } = order;
  const { request } = await simulateContract(config, {
    chainId,
    account: deployer,
    address: checkout,
    abi: checkoutAbi,
    functionName: "refund",
    args: [address],
  });
  beginAsking(config, deployer, onPhase);
  const hash = await writeContract(config, request);
  onPhase("sent");
  const client = nodeOf(config, chainId);
  await waitUntilDone(config, chainId, hash, async () => (await readState(client, order)).amountWei === 0n);
}

/** Makes the token, and waits until it is there. @throws if the chain refuses it, or the server has not sent the code */
export async function deliver({ config }: Wagmi, order: Order, onPhase: OnPhase): Promise<void> {
  const { chainId, checkout, deployer, salt, initcode, price } = order;
  if (!initcode) throw new OwnTransactionError("noCode");
  const { request } = await simulateContract(config, {
    chainId,
    account: deployer,
    address: checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [salt, initcode, deployer, BigInt(price)],
    // The server's own delivery may be on its way: whoever sees that need not pay for one in vain.
    blockTag: "pending",
  });
  beginAsking(config, deployer, onPhase);
  const hash = await writeContract(config, request);
  onPhase("sent");
  const client = nodeOf(config, chainId);
  await waitUntilDone(config, chainId, hash, async () => (await readState(client, order)).tokenExists);
}
