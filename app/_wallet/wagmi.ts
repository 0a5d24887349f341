import { createConfig, injected, type Config, type Connector } from "wagmi";
import {
  disconnect,
  getConnection,
  reconnect,
  switchChain,
  watchAsset,
  watchConnection,
  type GetConnectionReturnType,
  type WatchAssetParameters,
} from "wagmi/actions";
import { chainNodes, setWalletNode } from "#app/_client/chain-nodes.ts";
import { LOCAL_CHAIN_ID, pollingMsOf } from "#app/_config/polling.ts";
import { toViemChain } from "#app/_config/viem-chain.ts";
import type { PublicConfig } from "#lib/shared/chain/public-config.ts";
import { setConnection } from "./connection.ts";
import { announceDemoWallet } from "./demo/demo-wallet.ts";
import { REMOTE_ID, remoteWallet } from "./remote/remote-wallet.ts";

/** What talks to wallets. Its code is large, so pages load it once somebody has a use for it: see `use-wagmi.ts`. */
export type Wagmi = ReturnType<typeof startWagmi>;

/**
 * Finds the wallets of this browser, and connects the one that was connected on an earlier visit. Wallets announce
 * themselves (EIP-6963); `injected` is for those that only know `window.ethereum`.
 */
export function startWagmi({ chains, walletConnectProjectId }: PublicConfig) {
  const local = chains.find(({ id }) => id === LOCAL_CHAIN_ID);
  // Before wallets are looked for, so that a returning visitor is reconnected to this one too.
  if (local) announceDemoWallet(local);
  const remote = walletConnectProjectId ? remoteWallet(walletConnectProjectId) : null;
  const [first, ...rest] = chains;
  const config = createConfig({
    chains: [toViemChain(first), ...rest.map(toViemChain)],
    transports: Object.fromEntries(chains.map((chain) => [chain.id, chainNodes(chain)])),
    pollingInterval: Object.fromEntries(chains.map((chain) => [chain.id, pollingMsOf(chain)])),
    connectors: [injected(), ...(remote ? [remote.connector] : [])],
  });
  watchConnection(config, { onChange: follow });
  return {
    config,
    /** WalletConnect, where the server has a project id. */
    remote,
    /** Resolves once it is known whether the wallet of an earlier visit is there. */
    reconnected: reconnectLast(config),
    disconnect: () => disconnect(config),
    switchChain: (chainId: number) => switchChain(config, { chainId }),
    watchAsset: (asset: WatchAssetParameters) => watchAsset(config, asset),
  };
}

async function reconnectLast(config: Config): Promise<void> {
  const last = await config.storage?.getItem("recentConnectorId");
  // To be asked whether it is there, the remote one has to load WalletConnect's own code.
  const connectors = config.connectors.filter(({ id }) => id !== REMOTE_ID || id === last);
  await reconnect(config, { connectors });
  follow(getConnection(config));
}

/** While it connects, what pages know stays as it was. */
function follow({ status, address, chainId, connector }: GetConnectionReturnType): void {
  if (status === "disconnected") {
    setWalletNode(null);
    setConnection({ status });
  }
  if (status === "connected") {
    void useAsNode(connector, chainId);
    setConnection({ status, address, chainId, wallet: { id: connector.id, name: connector.name } });
  }
}

/** Has the wallet read its chain for pages, where the public node does not. */
async function useAsNode(connector: Connector, chainId: number): Promise<void> {
  const provider: unknown = await connector.getProvider().catch(() => null);
  setWalletNode(isProvider(provider) ? { chainId, request: provider.request.bind(provider) } : null);
}

/** EIP-1193. */
type Provider = { request: (call: { method: string; params?: unknown }) => Promise<unknown> };

function isProvider(value: unknown): value is Provider {
  return (
    typeof value === "object" && value !== null && "request" in value && typeof value.request === "function"
  );
}
