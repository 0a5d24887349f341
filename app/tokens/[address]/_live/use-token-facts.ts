import { skipToken, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { loadCodeInSteps } from "#app/_client/load-code.ts";
import { pollingMsOf } from "#app/_config/polling.ts";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import type { Order } from "#lib/shared/order.ts";

/** Between two looks, unless blocks come more slowly, or this browser has changed something. */
const LOOK_MS = 10_000;

const readers = () => import("./read-token.ts");

/** What of a token can change after it was made, as the chain has it now. */
export type TokenFacts = {
  supplyUnits: bigint;
  /** Null where nobody owns it: its kind has no owner, or ownership was given up. */
  owner: Address | null;
  isPaused: boolean;
};

export type TokenId = Pick<Order, "chainId" | "address">;
export type ReadToken = TokenId & Pick<Order, "features">;

/** The key of all that is read of a token. Whoever changes the token invalidates by it. */
export function tokenKey({ chainId, address }: TokenId) {
  return ["token", chainId, address] as const;
}

/** A token's facts, followed while the page is looked at. Undefined while they are not known. */
export function useTokenFacts(token: ReadToken, isThere: boolean): TokenFacts | undefined {
  const chain = usePublicChain(token.chainId);
  const { data } = useQuery({
    queryKey: [...tokenKey(token), "facts"],
    queryFn: async () => (await loadCodeInSteps(readers)).readFacts(chain, token),
    enabled: isThere,
    refetchInterval: Math.max(pollingMsOf(chain), LOOK_MS),
  });
  return data;
}

/** What one account has of a token. `delegate` is who has its votes; null for nobody. */
export type Holding = { balanceUnits: bigint; delegate: Address | null };

export function useHolding(token: ReadToken, account: Address | undefined): Holding | undefined {
  const chain = usePublicChain(token.chainId);
  const { data } = useQuery({
    queryKey: [...tokenKey(token), "holding", account],
    queryFn: account
      ? async () => (await loadCodeInSteps(readers)).readHolding(chain, token, account)
      : skipToken,
    refetchInterval: Math.max(pollingMsOf(chain), LOOK_MS),
  });
  return data;
}
