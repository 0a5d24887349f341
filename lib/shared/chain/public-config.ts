import type { Address, Chain as ViemChain } from "viem";
import type { FiatRate } from "./fiat.ts";

/**
 * A chain as browsers know it. `rpcUrl` is the public node: the server's own never leaves the server. `blockTimeMs` is
 * how long a block takes, null where that is not known. `confirmations` is how many blocks the server waits for on a
 * delivery.
 */
export type PublicChain = {
  id: number;
  name: string;
  nativeCurrency: { name: string; symbol: string; decimals: number };
  rpcUrl: string;
  blockTimeMs: number | null;
  confirmations: number;
  explorerUrl: string | null;
  checkout: Address;
  serviceFeeWei: string;
  /** What one of its coins is worth; null where nobody says. */
  fiatRate: FiatRate | null;
};

/** Who runs this server, as far as they say; null is what they don't. */
export type Operator = {
  name: string | null;
  url: string | null;
  email: string | null;
  termsUrl: string | null;
};

/** What a browser has to know of this server's configuration. The first chain is the one a form begins with. */
export type PublicConfig = {
  chains: [PublicChain, ...PublicChain[]];
  walletConnectProjectId: string | null;
  operator: Operator;
};

/** A chain as the server knows it, without what only the server may know. */
type ServedChain = {
  id: number;
  definition: ViemChain;
  publicRpcUrl: string;
  confirmations: number;
  checkout: Address;
  serviceFeeWei: bigint;
  fixedRate: { perCoin: number; currency: string } | undefined;
};

/** What of the server's own knowledge this is made from. */
type Served = {
  chains: readonly ServedChain[];
  rates: { rateOf: (symbol: string) => FiatRate | null };
  env: Partial<
    Record<
      "WALLETCONNECT_PROJECT_ID" | "OPERATOR_NAME" | "OPERATOR_URL" | "SUPPORT_EMAIL" | "TERMS_URL",
      string | undefined
    >
  >;
};

export function publicConfig({ chains, rates, env }: Served): PublicConfig {
  const [first, ...rest] = chains.map(
    ({ id, definition, publicRpcUrl, confirmations, checkout, serviceFeeWei, fixedRate }): PublicChain => ({
      id,
      name: definition.name,
      nativeCurrency: definition.nativeCurrency,
      rpcUrl: publicRpcUrl,
      blockTimeMs: definition.blockTime ?? null,
      confirmations,
      explorerUrl: definition.blockExplorers?.default.url ?? null,
      checkout,
      serviceFeeWei: String(serviceFeeWei),
      fiatRate: fixedRate ? { ...fixedRate, readAt: null } : rates.rateOf(definition.nativeCurrency.symbol),
    }),
  );
  if (!first) throw new Error("No chain is configured.");
  return {
    chains: [first, ...rest],
    walletConnectProjectId: env.WALLETCONNECT_PROJECT_ID ?? null,
    operator: {
      name: env.OPERATOR_NAME ?? null,
      url: env.OPERATOR_URL ?? null,
      email: env.SUPPORT_EMAIL ?? null,
      termsUrl: env.TERMS_URL ?? null,
    },
  };
}
