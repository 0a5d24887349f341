import "server-only";
import { keccak256, type Address } from "viem";
import { fromSeconds, type Chain } from "#lib/base/chains.ts";
import { ChainUnavailable } from "#lib/base/errors/unavailable.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { OnChain } from "#lib/shared/standing.ts";

/** What a Checkout says of one order, all at the same block. */
export type CheckoutState = OnChain & {
  /** From when the open payment can be taken back; null where there is none. */
  refundableAt: Date | null;
};

type Identity = Pick<OrderRow, "address" | "deployer" | "checkout">;
type Placed = Pick<OrderRow, "checkout" | "salt" | "initcode" | "address">;

/** Reads all that an order's standing is made of, in one call. @param blockNumber of the block; by default the last */
export async function readState(
  chain: Chain,
  { checkout, address, deployer }: Identity,
  blockNumber?: bigint,
): Promise<CheckoutState> {
  const [[exists, openWei, refundableAt, buyer], delay] = await Promise.all([
    chain.client.readContract({
      address: checkout,
      abi: checkoutAbi,
      functionName: "state",
      args: [address, deployer],
      blockNumber,
    }),
    refundDelayOf(chain, checkout),
  ]);
  const isOpen = openWei > 0n;
  return {
    exists,
    openWei,
    buyer,
    refundableAt: isOpen ? fromSeconds(refundableAt) : null,
    paidAt: isOpen ? fromSeconds(refundableAt - delay) : null,
    refunded: !isOpen && refundableAt > 0n,
  };
}

/** By chain and Checkout: what never changes is asked for once. */
const refundDelays = new Map<string, Promise<bigint>>();

function refundDelayOf(chain: Chain, checkout: Address): Promise<bigint> {
  const key = `${chain.id}:${checkout}`;
  const known = refundDelays.get(key);
  if (known) return known;
  const contract = { address: checkout, abi: checkoutAbi } as const;
  const asked = chain.client.readContract({ ...contract, functionName: "refundDelay" });
  refundDelays.set(key, asked);
  asked.catch(() => refundDelays.delete(key));
  return asked;
}

/**
 * Reads the state of an order that is not placed, together with its Checkout's own word for the address.
 * @throws {ChainUnavailable} if there is no Checkout, or it names another address: nobody may be asked to pay there
 */
export async function readUnplaced(chain: Chain, order: Identity & Placed): Promise<CheckoutState> {
  const { checkout, salt, initcode, address } = order;
  const named = { address: checkout, abi: checkoutAbi, functionName: "tokenAddress" } as const;
  const [state, expected] = await Promise.all([
    readState(chain, order),
    chain.client.readContract({ ...named, args: [salt, keccak256(initcode)] }),
  ]).catch((error: unknown) => {
    throw new ChainUnavailable(error);
  });
  if (expected === address) return state;
  throw new ChainUnavailable(
    new Error(`The Checkout at ${checkout} creates ${expected} instead of ${address}.`),
  );
}
