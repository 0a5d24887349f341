import {
  custom,
  http,
  ResourceUnavailableRpcError,
  TimeoutError,
  withTimeout,
  type EIP1193RequestFn,
  type Transport,
} from "viem";
import { severalNodes } from "#lib/shared/chain/several-nodes.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { setDetour } from "./detour.ts";

/** How long the public node, or the wallet's, may take for an answer before the next one is asked. */
const NODE_TIMEOUT_MS = 5_000;
/** The server asks nodes of its own, and waits for them. */
const SERVER_TIMEOUT_MS = 12_000;

const PUBLIC = 0;

type Call = Parameters<EIP1193RequestFn>[0];

/** The connected wallet's own way to a chain. */
let wallet: { chainId: number; request: (call: Call) => Promise<unknown> } | null = null;

/** Tells which chain the connected wallet is on, and how it is asked; null for none. */
export function setWalletNode(node: typeof wallet): void {
  wallet = node;
}

/**
 * What answers for a chain in this browser: its public node; where that fails the wallet's own, if it is on that chain;
 * else the server, which reads what has to be read to pay. Whether it is not the public one is told to {@link setDetour}.
 */
export function chainNodes(chain: PublicChain): Transport {
  const url = `${location.origin}/api/chains/${chain.id}`;
  return inTurn(chain, [...ownNodes(chain), http(url, { timeout: SERVER_TIMEOUT_MS, retryCount: 0 })]);
}

/** The same for what the server does not read: tokens. Where both have failed, both are asked all the same. */
export function tokenNodes(chain: PublicChain): Transport {
  return inTurn(chain, ownNodes(chain));
}

function ownNodes({ id, rpcUrl }: PublicChain): Transport[] {
  return [watched(http(rpcUrl, { timeout: NODE_TIMEOUT_MS, retryCount: 0 }), id), walletNode(id)];
}

function inTurn({ id }: PublicChain, nodes: Transport[]): Transport {
  return severalNodes(nodes, (index) => index === PUBLIC && setDetour(id, true));
}

/** Notes each time whether it answers; a contract's refusal is an answer too, and says nothing about the node. */
function watched(node: Transport, chainId: number): Transport {
  return (parameters) => {
    const { config } = node(parameters);
    const request = async (call: Call): Promise<unknown> => {
      const answer = await config.request(call);
      setDetour(chainId, false);
      return answer;
    };
    return custom({ request }, { retryCount: 0 })(parameters);
  };
}

function walletNode(chainId: number): Transport {
  const request = async (call: Call): Promise<unknown> => {
    const asked = wallet;
    if (asked?.chainId !== chainId) throw new ResourceUnavailableRpcError(new Error("No wallet is there."));
    return withTimeout(() => asked.request(call), {
      timeout: NODE_TIMEOUT_MS,
      errorInstance: new TimeoutError({ body: { method: call.method }, url: "wallet" }),
    });
  };
  return custom({ request }, { retryCount: 0 });
}
