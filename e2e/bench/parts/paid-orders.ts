import { encodeFunctionData, type Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { chainOf } from "#lib/base/chains.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { lookAt } from "#lib/deploy/look.ts";
import { findOrder } from "#lib/orders/find.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { orderBody } from "#lib/shared/order-body.ts";
import { priceOf } from "#lib/shared/standing.ts";
import { findReceipt } from "../../chaos/node/chain-client.ts";
import type { BenchWorld } from "./bench-world.ts";
import { eachAtMost } from "./each-at-most.ts";

const AT_ONCE = 16;
const PAY_GAS = 150_000n;
const MAX_FEE_PER_GAS = 100_000_000_000n;

/**
 * Places so many orders of one kind of token and pays them, quickly and before anything is measured. They are known to
 * be paid when this returns. The chain stands still meanwhile but for the blocks of the payments, and afterwards.
 *
 * @param wallets how many people order, in turn
 */
export async function payOrders(world: BenchWorld, count: number, wallets: number): Promise<OrderRow[]> {
  const { chain, context } = world;
  const people = await Promise.all(Array.from({ length: wallets }, chain.fundedKey));
  const accounts = people.map(({ account }) => account);
  const ofOrder = (index: number) => accounts[index % accounts.length] ?? accounts[0];
  const indexes = Array.from({ length: count }, (_, index) => index);
  const placed = await eachAtMost(AT_ONCE, indexes, async (index) => {
    const body = orderBody.parse({
      name: `Bench ${index}`,
      symbol: "BENCH",
      decimals: 18,
      supply: "1000000",
      deployer: ofOrder(index)?.address,
    });
    return (await placeOrder(context, body)).order;
  });
  await chain.pause();
  const payments = await eachAtMost(AT_ONCE, indexes, async (index) => {
    const [order, account] = [placed[index], ofOrder(index)];
    if (!order || !account) throw new Error("every order has its wallet");
    return signPayment(account, order, Math.floor(index / accounts.length));
  });
  await send(world, payments);
  const known = chainOf(context.chains, undefined);
  return eachAtMost(AT_ONCE, placed, async (order) => {
    const { standing, naming } = await lookAt(context, known, order);
    if (standing !== "paid") throw new Error(`${order.address} is ${standing}.`);
    await naming;
    return findOrder(context, { token: order.address });
  });
}

function signPayment(account: PrivateKeyAccount, order: OrderRow, nonce: number): Promise<Hex> {
  return account.signTransaction({
    type: "eip1559",
    chainId: order.chainId,
    to: order.checkout,
    data: encodeFunctionData({ abi: checkoutAbi, functionName: "pay", args: [order.address] }),
    value: priceOf(order),
    nonce,
    gas: PAY_GAS,
    maxFeePerGas: MAX_FEE_PER_GAS,
    maxPriorityFeePerGas: 0n,
  });
}

/** Sends signed transactions and makes blocks until all of them are in one. @throws if one reverts */
async function send({ chain: { client } }: BenchWorld, signed: readonly Hex[]): Promise<void> {
  let waiting: readonly Hex[] = await eachAtMost(AT_ONCE, signed, (serializedTransaction) =>
    client.sendRawTransaction({ serializedTransaction }),
  );
  while (waiting.length > 0) {
    await client.mine({ blocks: 1 });
    const receipts = await eachAtMost(AT_ONCE, waiting, (hash) => findReceipt(client, hash));
    if (receipts.some((receipt) => receipt?.status === "reverted"))
      throw new Error("A payment was reverted.");
    waiting = waiting.filter((_, index) => receipts[index] === null);
  }
}
