import "server-only";
import {
  BaseError,
  ContractFunctionRevertedError,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  keccak256,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { ChainUnavailable } from "#lib/base/errors.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { roundUp, withHeadroom } from "#lib/lane/fees.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { contractName, toUnits, type TokenOrder } from "#lib/shared/token.ts";
import { tokenArtifacts } from "./artifacts.ts";
import { readTokenEvents } from "./events.ts";

/** What capturing a payment adds to a delivery: two new storage slots, one cleared, one event. */
const CAPTURE_GAS = 60_000n;

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
type Delivery = Pick<OrderRow, "checkout" | "salt" | "initcode" | "deployer" | "feeWei" | "networkWei">;

/** The creation code that makes exactly this token: a committed artifact and its constructor's arguments. */
export function initcodeOf(order: TokenOrder): Hex {
  const { abi, bytecode } = tokenArtifacts[contractName(order)];
  const supply = toUnits(order.supply, order.decimals);
  const args: unknown[] = [order.name, order.symbol, order.decimals, supply, order.owner];
  if (order.cap !== null) args.push(toUnits(order.cap, order.decimals));
  return encodeDeployData<Abi>({ abi, bytecode, args });
}

/** Where a Checkout will create this code. @see ERC-1014 */
export function tokenAddress(checkout: Address, salt: Hex, initcode: Hex): Address {
  return getContractAddress({ opcode: "CREATE2", from: checkout, salt, bytecode: initcode });
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

/** The call of `Checkout.deliver` for an order. */
function deliverCall(order: Delivery) {
  return {
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode, order.deployer, order.feeWei + order.networkWei],
  } as const;
}

export function encodeDeliver(order: Delivery): Hex {
  return encodeFunctionData(deliverCall(order));
}

/**
 * The gas of delivering an order, on the chain's present state.
 * @throws a viem error that {@link revertReason} can explain, if the delivery would revert
 */
export function estimateDeliverGas(chain: Chain, sender: Address, order: Delivery): Promise<bigint> {
  return chain.client.estimateContractGas({ ...deliverCall(order), account: sender });
}

/** What delivering would cost now, with head-room for a rising gas price, in wei. */
export async function quoteNetworkWei(
  chain: Chain,
  sender: Address,
  order: Omit<Delivery, "feeWei" | "networkWei">,
): Promise<bigint> {
  const [gas, gasPrice] = await Promise.all([
    // A price of zero needs no payment, so this runs before there is one.
    estimateDeliverGas(chain, sender, { ...order, feeWei: 0n, networkWei: 0n }),
    chain.client.getGasPrice(),
  ]);
  return roundUp(withHeadroom((gas + CAPTURE_GAS) * gasPrice));
}

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

/** When a block was made. */
export async function blockTime(chain: Chain, blockNumber: bigint): Promise<Date> {
  return fromSeconds((await chain.client.getBlock({ blockNumber })).timestamp);
}

/**
 * Why a delivery reverts, as the contract's own error with its values; undefined if the error is no revert. A node's
 * internal error looks much like one, but carries no data of the contract's.
 */
export function revertReason(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) return undefined;
  if (revert.data) return `${revert.data.errorName}(${(revert.data.args ?? []).map(String).join(", ")})`;
  return revert.raw === undefined || revert.raw === "0x" ? undefined : `An unknown error: ${revert.raw}`;
}

function fromSeconds(seconds: bigint): Date {
  return new Date(Number(seconds) * 1000);
}
