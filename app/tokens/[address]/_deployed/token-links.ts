import type { Address } from "viem";
import { isEtherscan } from "#lib/shared/chain/explorers.ts";

/** Where others have something to do with a token. Only places that are known: a wrong link would cost trust, or money. */

/** What Uniswap's own page calls the chains that it is on. */
const uniswapChains: Readonly<Record<number, string>> = {
  1: "ethereum",
  10: "optimism",
  56: "bnb",
  130: "unichain",
  137: "polygon",
  8453: "base",
  42161: "arbitrum",
  42220: "celo",
  43114: "avalanche",
};

/** Where a pool of the token and the chain's own coin is opened; null where we know of no place. */
export function poolUrl(chainId: number, address: Address): string | null {
  const chain = uniswapChains[chainId];
  if (!chain) return null;
  const query = new URLSearchParams({ currencyA: "NATIVE", currencyB: address, chain });
  return `https://app.uniswap.org/positions/create/v3?${query}`;
}

/** Where a chain's explorer takes the source code of a contract; null where we don't know how. */
export function sourceUrl(explorerUrl: string | null, address: Address): string | null {
  if (explorerUrl === null) return null;
  const { origin, hostname } = new URL(explorerUrl);
  if (isEtherscan(explorerUrl)) return `${origin}/verifyContract?a=${address}`;
  if (hostname.includes("blockscout")) return `${origin}/address/${address}/contract-verification`;
  return null;
}

/** Where a chain's explorer takes a token's logo and links from its owner; null where we don't know. */
export function logoUrl(explorerUrl: string | null, address: Address): string | null {
  if (explorerUrl === null) return null;
  return isEtherscan(explorerUrl) ? `${new URL(explorerUrl).origin}/tokenupdate/${address}` : null;
}
