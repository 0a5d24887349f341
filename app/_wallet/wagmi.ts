import { createConfig, createStorage, injected, type Config, type Connector } from "wagmi";
import {
  disconnect,
  getConnection,
  reconnect,
  watchAsset,
  watchConnection,
  type GetConnectionReturnType,
  type WatchAssetParameters,
} from "wagmi/actions";
import { chainNodes, setWalletNode } from "#app/_client/chain-nodes.ts";
import { browserKept } from "#app/_client/kept.ts";
import { nextTask } from "#app/_client/next-task.ts";
import { LOCAL_CHAIN_ID, pollingMsOf } from "#app/_config/polling.ts";
import { toViemChain } from "#app/_config/viem-chain.ts";
import type { PublicConfig } from "#lib/shared/chain/public-config.ts";
import { changeNetwork } from "./change-network.ts";
import { giveUpReconnecting, setConnection } from "./connection.ts";
import { announceDemoWallet } from "./demo/demo-wallet.ts";
import { remoteWallet } from "./remote/remote-wallet.ts";

/** How long the wallet of an earlier visit may take to say that it is there before there is none. */
const RECONNECT_MS = 3_000;
/** Where wagmi keeps which wallet was connected last. */
const LAST = "recentConnectorId";

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
    storage: createStorage({ storage: browserKept }),
    connectors: [injected(), ...(remote ? [remote.connector] : [])],
  });
  watchConnection(config, { onChange: follow });
  return {
    config,
    /** WalletConnect, where the server has a project id. */
    remote,
    /** Resolves once it is known whether the wallet of an earlier visit is there, or it has not answered in time. */
    reconnected: Promise.race([reconnectLast(config), later(RECONNECT_MS)]).then(giveUpReconnecting),
    disconnect: async () => {
      // It may not have answered yet, and is not wanted any more when it does.
      await config.storage?.removeItem(LAST);
      await disconnect(config);
      follow(getConnection(config));
    },
    changeNetwork: (chainId: number) => changeNetwork(config, chainId),
    watchAsset: (asset: WatchAssetParameters) => watchAsset(config, asset),
  };
}

/**
 * Connects the wallet of an earlier visit, if it says that it still is. No other is asked: one that never answers would
 * keep it waiting. Whoever has chosen another one by then, or none, keeps to that.
 */
async function reconnectLast(config: Config): Promise<void> {
  await nextTask();
  // By now wagmi has read what it wrote of connections on that visit, with connectors that can do nothing any more.
  config.setState((state) => ({ ...state, connections: new Map(), current: null }));
  const last = await config.storage?.getItem(LAST);
  const connector = config.connectors.find(({ id }) => id === last);
  const isThere = (await connector?.isAuthorized()) ?? false;
  const isWanted = config.state.status === "disconnected" && (await config.storage?.getItem(LAST)) === last;
  if (connector && isThere && isWanted) await reconnect(config, { connectors: [connector] });
  follow(getConnection(config));
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
