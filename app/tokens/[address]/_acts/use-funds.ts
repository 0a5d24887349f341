import { skipToken, useQuery } from "@tanstack/react-query";
import { isAddressEqual } from "viem";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import type { Order } from "#lib/shared/order.ts";
import { PAY_GAS } from "#lib/shared/chain/pay-gas.ts";

/** How long what was read is good enough, and how often it is read again while something is missing. */
const LOOK_MS = 15_000;

/** What a wallet has, and what paying takes: the price, and about this much for the network. In wei. */
export type Funds = { balanceWei: bigint; feeWei: bigint; missingWei: bigint };

/**
 * Whether the connected wallet can pay for an order, known before it is asked; undefined while it is not known, and of an
 * account that is not the payer's.
 */
export function useFunds({ chainId, deployer, price }: Order): Funds | undefined {
  const { address: account } = useConnection();
  const chain = usePublicChain(chainId);
  const { data } = useQuery<Funds>({
    queryKey: ["funds", chainId, account, price],
    queryFn:
      account && isAddressEqual(account, deployer)
        ? async () => {
            const { chainReader, readFunds } = await import("../_live/read-chain.ts");
            const { balanceWei, gasPriceWei } = await readFunds(chainReader(chain), account);
            const feeWei = PAY_GAS * gasPriceWei;
            return { balanceWei, feeWei, missingWei: BigInt(price) + feeWei - balanceWei };
          }
        : skipToken,
    staleTime: LOOK_MS,
    refetchInterval: ({ state }) => ((state.data?.missingWei ?? 0n) > 0n ? LOOK_MS : false),
  });
  return data;
}
