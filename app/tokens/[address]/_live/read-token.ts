import { zeroAddress, type Address } from "viem";
import { multicall } from "viem/actions";
import { tokenAbi } from "#lib/shared/abi.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { chainReader } from "./read-chain.ts";
import type { Holding, TokenFacts, TokenId } from "./use-token-facts.ts";

/** In one call, which needs no contract on the chain. What the token's kind has not is answered by a revert. */
export async function readFacts(chain: PublicChain, { address }: TokenId): Promise<TokenFacts> {
  const token = { address, abi: tokenAbi } as const;
  const [supply, owner, paused] = await multicall(chainReader(chain), {
    deployless: true,
    contracts: [
      { ...token, functionName: "totalSupply" },
      { ...token, functionName: "owner" },
      { ...token, functionName: "paused" },
    ],
  });
  if (supply.status === "failure") throw supply.error;
  return {
    supplyUnits: supply.result,
    owner: owner.status === "success" ? unlessZero(owner.result) : null,
    isPaused: paused.status === "success" && paused.result,
  };
}

export async function readHolding(
  chain: PublicChain,
  { address }: TokenId,
  account: Address,
): Promise<Holding> {
  const token = { address, abi: tokenAbi, args: [account] } as const;
  const [balance, delegate] = await multicall(chainReader(chain), {
    deployless: true,
    contracts: [
      { ...token, functionName: "balanceOf" },
      { ...token, functionName: "delegates" },
    ],
  });
  if (balance.status === "failure") throw balance.error;
  return {
    balanceUnits: balance.result,
    delegate: delegate.status === "success" ? unlessZero(delegate.result) : null,
  };
}

function unlessZero(address: Address): Address | null {
  return address === zeroAddress ? null : address;
}
