import type { Address, Hex } from "viem";
import type { OrderBody } from "./order-body.ts";
import type { Publication } from "./publication.ts";
import type { DeployStep } from "./steps.ts";

/** Everything that decides which token comes out: the body with its defaults filled in. */
export type TokenOrder = Omit<OrderBody, "owner" | "chainId" | "salt"> & {
  owner: Address;
  chainId: number;
  salt: Hex;
};

export const orderStatuses = [
  "awaiting_payment",
  "paid",
  "submitted",
  "deployed",
  "failed",
  "refunded",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/**
 * Gas costs too much more than was paid for it. `cost` is what delivering was last worked out to cost, `paid` what was
 * paid for that. It is tried again as soon as gas is cheap enough, and looked at anew at `retryAt`.
 */
export type Hold = { reason: "gas_price"; cost: string; paid: string; since: string; retryAt: string | null };

/**
 * An order as the API answers it. Amounts of wei and the block number are decimal strings, `supply` and `cap` are
 * whole tokens, times are ISO 8601, addresses are checksummed; null is what is not known yet. Lists leave
 * `initcode` out.
 */
export type Order = TokenOrder & {
  address: Address;
  status: OrderStatus;
  price: string;
  priceParts: { fee: string; network: string };
  /** Until when the price holds. */
  expiresAt: string;
  checkout: Address;
  initcode?: Hex;
  payTx: Hex | null;
  deployTx: Hex | null;
  blockNumber: string | null;
  createdAt: string;
  paidAt: string | null;
  deployedAt: string | null;
  refundableAt: string | null;
  failure: string | null;
  /** Why a paid order is not delivered now though it could be; null where it is not held. */
  hold: Hold | null;
  /**
   * Its place among those that wait in the queue of its chain, 1 being the next or under way; 10000 means that many or
   * more, null that it waits in none.
   */
  position: number | null;
  /** How far the last deploy has come; null where none was heard of lately, once the order has ended, and in lists. */
  step: DeployStep | null;
  /**
   * What has become of its token's source, at each verifier that this server hands it to; only where an order itself is
   * asked for.
   */
  publications?: Publication[];
};

/** Whether nothing is to be paid for an order. */
export function isFree({ price }: Pick<Order, "price">): boolean {
  return BigInt(price) === 0n;
}
