import type { Address, Chain as ViemChain } from "viem";

/** A chain as browsers know it. `rpcUrl` is the public node: the server's own never leaves the server. */
export type PublicChain = {
  id: number;
  name: string;
  nativeCurrency: { name: string; symbol: string; decimals: number };
  rpcUrl: string;
  explorerUrl: string | null;
  checkout: Address;
  serviceFeeWei: string;
};

/** What a browser has to know of this server's configuration. The first chain is the one a form begins with. */
export type PublicConfig = {
  chains: [PublicChain, ...PublicChain[]];
  walletConnectProjectId: string | null;
};

/** A chain as the server knows it, without what only the server may know. */
type ServedChain = {
  id: number;
  definition: ViemChain;
  publicRpcUrl: string;
  checkout: Address;
  serviceFeeWei: bigint;
};

export function publicConfig(
  chains: readonly ServedChain[],
  walletConnectProjectId: string | undefined,
): PublicConfig {
  const [first, ...rest] = chains.map(
    ({ id, definition, publicRpcUrl, checkout, serviceFeeWei }): PublicChain => ({
      id,
      name: definition.name,
      nativeCurrency: definition.nativeCurrency,
      rpcUrl: publicRpcUrl,
      explorerUrl: definition.blockExplorers?.default.url ?? null,
      checkout,
      serviceFeeWei: String(serviceFeeWei),
    }),
  );
  if (!first) throw new Error("No chain is configured.");
  return { chains: [first, ...rest], walletConnectProjectId: walletConnectProjectId ?? null };
}
