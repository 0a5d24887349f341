import { inArray } from "drizzle-orm";
import { parseEventLogs, type Address, type Hex, type TransactionReceipt } from "viem";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { checkoutAbi, tokenAbi } from "#lib/shared/abi.ts";
import { findReceipt, type ChainClient } from "../node/chain-client.ts";
import type { TestChain } from "../node/test-chain.ts";
import type { Customer } from "../world/customer.ts";
import type { World } from "../world/world.ts";

export type TokenState = {
  code: Hex;
  name: string;
  symbol: string;
  decimals: number;
  supplyUnits: bigint;
  holderUnits: bigint;
  /** Null where the token has no such function. */
  owner: Address | null;
  capUnits: bigint | null;
};

export type CheckoutEvent = {
  name: "Paid" | "Delivered" | "Refunded";
  token: Address;
  payer: Address;
  amountWei: bigint;
  tx: Hex;
  blockNumber: bigint;
};

/** All that is known of one order: what was planned, what the database says, and what the chain says. */
export type OrderBook = {
  customer: Customer;
  row: OrderRow | null;
  /** Null where no code is at the address. */
  token: TokenState | null;
  openWei: bigint;
  buyer: Address;
  /** What Checkout said of the token, oldest first. */
  events: CheckoutEvent[];
  balanceWei: bigint;
  /** What all transactions of the wallet cost in gas. */
  gasWei: bigint;
  /** Null where nothing was delivered. */
  delivery: TransactionReceipt | null;
};

/** The rows of the customers' orders, found by salt: an order may be stored though its answer was lost. */
export function readRows({ database }: World, customers: Customer[]): Promise<OrderRow[]> {
  const salts = customers.map(({ plan }) => plan.body.salt);
  return database.select().from(orders).where(inArray(orders.salt, salts));
}

/** @param said all that Checkout said since before the order was placed */
export async function readOrder(
  customer: Customer,
  row: OrderRow | null,
  said: CheckoutEvent[],
): Promise<OrderBook> {
  const { client, checkout } = customer.chain;
  const payer = customer.wallet.account.address;
  const balanceWei = client.getBalance({ address: payer });
  const gasWei = spentOnGas(customer);
  const token = row?.address ?? customer.order?.address;
  if (!token) {
    const nothing = { token: null, openWei: 0n, buyer: "0x" as const, events: [], delivery: null };
    return { customer, row, ...nothing, balanceWei: await balanceWei, gasWei: await gasWei };
  }
  const events = said.filter((event) => event.token === token);
  const delivered = events.find(({ name }) => name === "Delivered");
  const contract = { address: checkout, abi: checkoutAbi } as const;
  const [state, [openWei], buyer] = await Promise.all([
    readToken(client, token, payer),
    client.readContract({ ...contract, functionName: "payment", args: [token, payer] }),
    client.readContract({ ...contract, functionName: "buyer", args: [token] }),
  ]);
  return {
    customer,
    row,
    token: state,
    openWei,
    buyer,
    events,
    delivery: delivered ? await findReceipt(client, delivered.tx) : null,
    balanceWei: await balanceWei,
    gasWei: await gasWei,
  };
}

async function readToken(client: ChainClient, address: Address, holder: Address): Promise<TokenState | null> {
  const code = await client.getCode({ address });
  if (code === undefined) return null;
  const token = { address, abi: tokenAbi } as const;
  const [name, symbol, decimals, supplyUnits, holderUnits, owner, capUnits] = await Promise.all([
    client.readContract({ ...token, functionName: "name" }),
    client.readContract({ ...token, functionName: "symbol" }),
    client.readContract({ ...token, functionName: "decimals" }),
    client.readContract({ ...token, functionName: "totalSupply" }),
    client.readContract({ ...token, functionName: "balanceOf", args: [holder] }),
    client.readContract({ ...token, functionName: "owner" }).catch(absent),
    client.readContract({ ...token, functionName: "cap" }).catch(absent),
  ]);
  return { code, name, symbol, decimals, supplyUnits, holderUnits, owner, capUnits };
}

/** All that Checkout said of tokens from a block on, oldest first. */
export async function readEvents({ client, checkout }: TestChain, since: bigint): Promise<CheckoutEvent[]> {
  const logs = await client.getLogs({ address: checkout, fromBlock: since, toBlock: "latest" });
  const names: CheckoutEvent["name"][] = ["Paid", "Delivered", "Refunded"];
  return parseEventLogs({ abi: checkoutAbi, logs, eventName: names }).map(
    ({ eventName, args, transactionHash, blockNumber }) => ({
      name: eventName,
      token: args.token,
      payer: args.payer,
      amountWei: args.amount,
      tx: transactionHash,
      blockNumber,
    }),
  );
}

async function spentOnGas({ chain, wallet }: Customer): Promise<bigint> {
  const receipts = await Promise.all(wallet.sent.map(({ hash }) => findReceipt(chain.client, hash)));
  return receipts.reduce(
    (sum, receipt) => sum + (receipt ? receipt.gasUsed * receipt.effectiveGasPrice : 0n),
    0n,
  );
}

/** The answer of a token to a function that it does not have. */
function absent(): null {
  return null;
}
