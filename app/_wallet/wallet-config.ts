import { defineChain } from "viem";
import { createConfig, http, injected } from "wagmi";
import { walletConnect } from "wagmi/connectors/walletConnect";
import type { PublicChain, PublicConfig } from "#lib/shared/public-config.ts";
import { DEMO_CHAIN_ID } from "./demo-wallet.ts";

const POLLING_MS = 4_000;
const LOCAL_POLLING_MS = 500;

/**
 * Wallets announce themselves (EIP-6963); `injected` is for those that only know `window.ethereum`. WalletConnect's
 * own code is fetched by its connector, which exists only with a project id, and in a browser.
 */
export function createWalletConfig({ chains, walletConnectProjectId }: PublicConfig) {
  const [first, ...rest] = chains;
  const remote =
    walletConnectProjectId && typeof window !== "undefined"
      ? [walletConnect({ projectId: walletConnectProjectId })]
      : [];
  return createConfig({
    chains: [toViemChain(first), ...rest.map(toViemChain)],
    transports: Object.fromEntries(chains.map(({ id, rpcUrl }) => [id, http(rpcUrl)])),
    pollingInterval: Object.fromEntries(
      chains.map(({ id }) => [id, id === DEMO_CHAIN_ID ? LOCAL_POLLING_MS : POLLING_MS]),
    ),
    connectors: [injected(), ...remote],
    ssr: true,
  });
}

function toViemChain({ id, name, nativeCurrency, rpcUrl, explorerUrl }: PublicChain) {
  return defineChain({
    id,
    name,
    nativeCurrency,
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorerUrl ? { blockExplorers: { default: { name: "Explorer", url: explorerUrl } } } : {}),
  });
}
