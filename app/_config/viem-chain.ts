import { defineChain, type Chain } from "viem";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";

/** A chain as viem's clients take it. */
export function toViemChain({ id, name, nativeCurrency, rpcUrl, explorerUrl }: PublicChain): Chain {
  return defineChain({
    id,
    name,
    nativeCurrency,
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorerUrl ? { blockExplorers: { default: { name: "Explorer", url: explorerUrl } } } : {}),
  });
}
