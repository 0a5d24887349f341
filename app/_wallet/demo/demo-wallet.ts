import type { Address, Hex } from "viem";
import * as z from "zod/mini";
import { browserKept } from "#app/_client/kept.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { demoIcon } from "./demo-icon.ts";
import { codes, forward, hex, ProviderError, send, sign, watch } from "./demo-requests.ts";
import { DEMO_RDNS } from "./demo-rdns.ts";
import type { DemoSigner } from "./demo-signer.ts";

/**
 * A wallet for people who have none: an EIP-1193 provider, announced by EIP-6963 like any other, with a key of the
 * browser's own and play money. It exists on a development chain only, and asks before it sends or signs.
 */

/** EIP-6963 tells two wallets of one kind apart by a UUID; of this kind a page has one. */
const SESSION = "0f7c2a52-6a0c-4a4e-9a5b-8d5d0f1f31d7";

const KEY = "coinwright:demo-wallet:key";
const CONNECTED = "coinwright:demo-wallet:connected";
const PRIVATE_KEY_LENGTH = 66;

const switchParams = z.tuple([z.object({ chainId: hex })]);

type Listener = (payload: unknown) => void;
type Emit = (event: string, payload: unknown) => void;

let isAnnounced = false;

/** Announces the wallet, once per page. */
export function announceDemoWallet(chain: PublicChain) {
  if (isAnnounced) return;
  isAnnounced = true;
  const info = { uuid: SESSION, name: "Demo wallet", icon: demoIcon, rdns: DEMO_RDNS };
  const detail = Object.freeze({ info, provider: createProvider(chain) });
  const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}

function createProvider(chain: PublicChain) {
  const listeners = new Map<string, Set<Listener>>();
  const handle = createHandler(chain, (event, payload) =>
    listeners.get(event)?.forEach((listener) => listener(payload)),
  );
  return {
    request: ({ method, params }: { method: string; params?: unknown }): Promise<unknown> =>
      handle(method, params),
    on(event: string, listener: Listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
    },
  };
}

function createHandler(chain: PublicChain, emit: Emit) {
  const chainId = `0x${chain.id.toString(16)}`;
  let signer: Promise<DemoSigner> | undefined;
  const load = () => (signer ??= loadSigner(chain));

  async function connect(): Promise<Address[]> {
    const { address, topUp } = await load();
    await topUp();
    browserKept.setItem(CONNECTED, "yes");
    emit("connect", { chainId });
    emit("accountsChanged", [address]);
    return [address];
  }

  async function connected(): Promise<DemoSigner> {
    if (!isConnected()) throw new ProviderError(codes.unauthorized, "Connect the demo wallet first.");
    return load();
  }

  return async function handle(method: string, params: unknown): Promise<unknown> {
    switch (method) {
      case "eth_chainId":
        return chainId;
      case "eth_accounts":
        return isConnected() ? [(await load()).address] : [];
      case "eth_requestAccounts":
        return connect();
      case "wallet_requestPermissions":
        return permissionsFor(await connect());
      case "wallet_revokePermissions":
        browserKept.removeItem(CONNECTED);
        emit("accountsChanged", []);
        return null;
      case "wallet_switchEthereumChain":
        if (Number(switchParams.parse(params)[0].chainId) === chain.id) return null;
        throw new ProviderError(codes.unknownChain, "The demo wallet lives on the local chain only.");
      case "eth_sendTransaction":
        return send(chain, await connected(), params);
      case "personal_sign":
        return sign(await connected(), params);
      case "wallet_watchAsset":
        return watch(params);
      default:
        return forward(chain.rpcUrl, method, params);
    }
  };
}

function isConnected(): boolean {
  return browserKept.getItem(CONNECTED) !== null;
}

/** EIP-2255. */
function permissionsFor(accounts: Address[]) {
  return [
    { parentCapability: "eth_accounts", caveats: [{ type: "restrictReturnedAccounts", value: accounts }] },
  ];
}

/** Keys and signing are code that only those load who use this wallet. */
async function loadSigner(chain: PublicChain): Promise<DemoSigner> {
  const { createDemoSigner, generatePrivateKey } = await import("./demo-signer.ts");
  const stored = hex.safeParse(browserKept.getItem(KEY));
  const privateKey: Hex =
    stored.success && stored.data.length === PRIVATE_KEY_LENGTH ? stored.data : generatePrivateKey();
  browserKept.setItem(KEY, privateKey);
  return createDemoSigner(privateKey, chain);
}
