import "server-only";
import type { Address } from "viem";
import type { Context } from "#lib/base/context.ts";

/** A chain as browsers know it. `rpcUrl` is the public node: the server's own never leaves the server. */
export type PublicChain = {
  id: number;
  name: string;
  nativeCurrency: { name: string; symbol: string; decimals: number };
  rpcUrl: string;
  explorerUrl: string | null;
  checkout: Address;
  feeWei: string;
};

/** What a browser has to know of this server's configuration. The first chain is the one a form begins with. */
export type PublicConfig = {
  chains: [PublicChain, ...PublicChain[]];
  walletConnectProjectId: string | null;
};

export function publicConfig({ env, chains }: Pick<Context, "env" | "chains">): PublicConfig {
  const [first, ...rest] = chains.map(({ id, definition, publicRpcUrl, checkout, feeWei }): PublicChain => ({
    id,
    name: definition.name,
    nativeCurrency: definition.nativeCurrency,
    rpcUrl: publicRpcUrl,
    explorerUrl: definition.blockExplorers?.default.url ?? null,
    checkout,
    feeWei: String(feeWei),
  }));
  if (!first) throw new Error("No chain is configured.");
  return { chains: [first, ...rest], walletConnectProjectId: env.WALLETCONNECT_PROJECT_ID ?? null };
}
