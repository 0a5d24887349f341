import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { loadCode } from "#app/_client/load-code.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";

/** Those with an ENS of their own: Ethereum and its test network Sepolia. */
const ENS_CHAIN_IDS = [1, 11_155_111] as const;
/** Long enough that a name is not asked for letter by letter. */
const RESTS_FOR_MS = 400;

export type EnsState =
  | { name: "none" | "looking" | "failed" | "nobody" | "noEns" }
  | { name: "found"; address: Address };

/** What an ENS name stands for on a chain. @param ensName null where there is none to look up */
export function useEns(ensName: string | null, { id, rpcUrl }: PublicChain): EnsState {
  const chainId = ENS_CHAIN_IDS.find((each) => each === id);
  const { data, isError } = useQuery({
    queryKey: ["ens", chainId, ensName],
    queryFn: async ({ signal }) => {
      if (ensName === null || chainId === undefined) return null;
      await new Promise((resolve) => setTimeout(resolve, RESTS_FOR_MS));
      signal.throwIfAborted();
      const { resolveEns } = await loadCode(import("./resolve-ens.ts"));
      return resolveEns(chainId, rpcUrl, ensName);
    },
    enabled: ensName !== null && chainId !== undefined,
    staleTime: 60_000,
    // The node was asked twice already.
    retry: false,
  });
  if (ensName === null) return { name: "none" };
  if (chainId === undefined) return { name: "noEns" };
  if (data === undefined) return { name: isError ? "failed" : "looking" };
  return data === null ? { name: "nobody" } : { name: "found", address: data };
}
