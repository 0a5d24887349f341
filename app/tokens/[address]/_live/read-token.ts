import { createClient, zeroAddress, type Address, type Client } from "viem";
import { readContract } from "viem/actions";
import { tokenNodes } from "#app/_client/chain-nodes.ts";
import { toViemChain } from "#app/_config/viem-chain.ts";
import { tokenAbi } from "#lib/shared/abi.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { hasOwner } from "#lib/shared/contract/kinds.ts";
import type { Holding, ReadToken, TokenFacts } from "./use-token-facts.ts";

const readers = new Map<number, Client>();

/** Has what is asked at once answered by one call, which needs no contract on the chain. */
function readerOf(chain: PublicChain): Client {
  const batch = { multicall: { deployless: true } };
  const reader =
    readers.get(chain.id) ?? createClient({ chain: toViemChain(chain), transport: tokenNodes(chain), batch });
  readers.set(chain.id, reader);
  return reader;
}

/** What is not asked for is what the token's kind does not have. */
export async function readFacts(chain: PublicChain, { address, features }: ReadToken): Promise<TokenFacts> {
  const reader = readerOf(chain);
  const token = { address, abi: tokenAbi } as const;
  const [supplyUnits, owner, isPaused] = await Promise.all([
    readContract(reader, { ...token, functionName: "totalSupply" }),
    hasOwner(features) ? readContract(reader, { ...token, functionName: "owner" }) : zeroAddress,
    features.pausable && readContract(reader, { ...token, functionName: "paused" }),
  ]);
  return { supplyUnits, owner: unlessZero(owner), isPaused };
}

export async function readHolding(
  chain: PublicChain,
  { address, features }: ReadToken,
  account: Address,
): Promise<Holding> {
  const reader = readerOf(chain);
  const token = { address, abi: tokenAbi, args: [account] } as const;
  const [balanceUnits, delegate] = await Promise.all([
    readContract(reader, { ...token, functionName: "balanceOf" }),
    features.votes ? readContract(reader, { ...token, functionName: "delegates" }) : zeroAddress,
  ]);
  return { balanceUnits, delegate: unlessZero(delegate) };
}

function unlessZero(address: Address): Address | null {
  return address === zeroAddress ? null : address;
}
