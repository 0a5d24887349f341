import "server-only";
import { keccak256, type Address, type Hex } from "viem";
import { fromSeconds, type Chain } from "#lib/base/chains.ts";
import { ChainUnavailable } from "#lib/base/errors.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { readTokenEvents } from "./events.ts";

type Mined = { tx: Hex; blockNumber: bigint };

/** What the chain says about one order, all at the same block. */
export type CheckoutState = {
  blockNumber: bigint;
  /** Whether the token has code. */
  exists: boolean;
  /** The order's open payment; zero where it has none. */
  openWei: bigint;
  refundableAt: Date | null;
  /** When the open payment was made. */
  paidAt: Date | null;
  /** Whose payment was captured for the token. */
  buyer: Address;
  /** The last payment of the order's payer. */
  paid: Mined | null;
  refunded: boolean;
  /** The delivery that created the token; one that follows it can only have captured a payment. */
  created: Mined | null;
};

type Identity = Pick<OrderRow, "address" | "deployer" | "checkout" | "placedBlock">;
type Placed = Pick<OrderRow, "checkout" | "salt" | "initcode" | "address">;

/** Reads all that a deploy's decisions rest on. */
export async function readCheckout(chain: Chain, order: Identity): Promise<CheckoutState> {
  const blockNumber = await chain.client.getBlockNumber();
  const contract = { address: order.checkout, abi: checkoutAbi, blockNumber } as const;
  const [code, [openWei, refundableAt], refundDelay, buyer, events] = await Promise.all([
    chain.client.getCode({ address: order.address, blockNumber }),
    chain.client.readContract({
      ...contract,
      functionName: "payment",
      args: [order.address, order.deployer],
    }),
    chain.client.readContract({ ...contract, functionName: "refundDelay" }),
    chain.client.readContract({ ...contract, functionName: "buyer", args: [order.address] }),
    readTokenEvents(chain, order, blockNumber),
  ]);
  const mine = events.filter((event) => event.payer === order.deployer);
  return {
    blockNumber,
    exists: code !== undefined,
    openWei,
    refundableAt: refundableAt === 0n ? null : fromSeconds(refundableAt),
    paidAt: refundableAt === 0n ? null : fromSeconds(refundableAt - refundDelay),
    buyer,
    paid: mine.findLast((event) => event.name === "Paid") ?? null,
    refunded: mine.at(-1)?.name === "Refunded",
    created: events.find((event) => event.name === "Delivered") ?? null,
  };
}

/**
 * Whether an order's token exists already, asked together with its Checkout's own word for the address.
 * @throws {ChainUnavailable} if there is no Checkout, or it names another address: nobody may be asked to pay there
 */
export async function tokenExists(
  chain: Chain,
  { checkout, salt, initcode, address }: Placed,
): Promise<boolean> {
  const named = { address: checkout, abi: checkoutAbi, functionName: "tokenAddress" } as const;
  const [code, expected] = await Promise.all([
    chain.client.getCode({ address }),
    chain.client.readContract({ ...named, args: [salt, keccak256(initcode)] }).catch((error: unknown) => {
      throw new ChainUnavailable(error);
    }),
  ]);
  if (expected === address) return code !== undefined;
  throw new ChainUnavailable(
    new Error(`The Checkout at ${checkout} creates ${expected} instead of ${address}.`),
  );
}
