import { useQuery } from "@tanstack/react-query";
import { usePublicClient } from "wagmi";
import type { PublicClient } from "viem";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";

/** What the chain itself says about an order: the orderer's open payment, and whether the token exists. */
export type Payment = {
  amountWei: bigint;
  /** When the open payment was made; null where there is none. */
  paidAt: Date | null;
  refundableAt: Date | null;
  /** By the chain's own clock. */
  isRefundable: boolean;
  /** Whether there is code at its address, whoever put it there. */
  tokenExists: boolean;
  refundDelaySeconds: number;
};

/** The key of what {@link usePayment} follows. Whoever changes a payment, or has it changed, invalidates by it. */
export function paymentKey({ chainId, address, deployer }: Pick<Order, "chainId" | "address" | "deployer">) {
  return ["payment", chainId, address, deployer] as const;
}

/** Reads it through the public node. */
export async function readPayment(
  client: PublicClient,
  { checkout, address, deployer }: Order,
): Promise<Payment> {
  const contract = { address: checkout, abi: checkoutAbi } as const;
  const [[amountWei, refundableAt], code, delay, { timestamp }] = await Promise.all([
    client.readContract({ ...contract, functionName: "payment", args: [address, deployer] }),
    client.getCode({ address }),
    client.readContract({ ...contract, functionName: "refundDelay" }),
    client.getBlock(),
  ]);
  return {
    amountWei,
    paidAt: refundableAt === 0n ? null : fromSeconds(refundableAt - delay),
    refundableAt: refundableAt === 0n ? null : fromSeconds(refundableAt),
    isRefundable: refundableAt !== 0n && timestamp >= refundableAt,
    tokenExists: code !== undefined,
    refundDelaySeconds: Number(delay),
  };
}

/** The payment, followed as long as the order can still be paid or refunded: a token may be made for another's money. */
export function usePayment(order: Order) {
  const client = usePublicClient({ chainId: order.chainId });
  const isOpen = order.status === "deployed" ? order.refundableAt !== null : order.status !== "refunded";
  const { data, isError } = useQuery({
    queryKey: paymentKey(order),
    queryFn: () => {
      if (!client) throw new Error(`There is no node for chain ${order.chainId}.`);
      return readPayment(client, order);
    },
    enabled: isOpen,
    refetchInterval: client?.pollingInterval ?? 4_000,
  });
  return { payment: data, isChainUnreachable: isError };
}

function fromSeconds(seconds: bigint): Date {
  return new Date(Number(seconds) * 1_000);
}
