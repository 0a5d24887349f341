import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { loadCodeInSteps } from "#app/_client/load-code.ts";
import { pollingMsOf } from "#app/_config/polling.ts";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { useVisible } from "#app/_ui/_hooks/use-visible.ts";
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

/** `facts` are undefined while they are not known. `readAgain` reads all that there is to read of the token. */
export type TokenReading = {
  facts: TokenFacts | undefined;
  /** Whether they could not be read when that was tried last. */
  isUnreadable: boolean;
  isReading: boolean;
  readAgain: () => void;
};

/** A token's facts, followed while the page is looked at. */
export function useTokenFacts(token: ReadToken, isThere: boolean): TokenReading {
  const chain = usePublicChain(token.chainId);
  const queryClient = useQueryClient();
  const isVisible = useVisible();
  const { data, isError, errorUpdateCount, isFetching } = useQuery({
    queryKey: [...tokenKey(token), "facts"],
    queryFn: async () => (await loadCodeInSteps(readers)).readFacts(chain, token),
    enabled: isThere && isVisible,
    refetchInterval: Math.max(pollingMsOf(chain), LOOK_MS),
  });
  return {
    facts: data,
    // While it is tried again, what was never read is no error to react-query.
    isUnreadable: isError || (data === undefined && errorUpdateCount > 0),
    isReading: isFetching,
    readAgain: () => void queryClient.invalidateQueries({ queryKey: tokenKey(token) }),
  };
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
