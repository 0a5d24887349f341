import { createClient, http, type Address } from "viem";
import { getEnsAddress } from "viem/actions";
import { mainnet, sepolia } from "viem/chains";
import { normalize } from "viem/ens";

/** Asks ENS for the address of a name. A form loads it once somebody has entered one: it is large. */

/** How long the node may take for an answer; it is asked once more where it gives none. */
const NODE_TIMEOUT_MS = 5_000;

const chains = { [mainnet.id]: mainnet, [sepolia.id]: sepolia };

/**
 * The address that a name stands for now, by the chain's own word. Names that are kept off the chain (ERC-3668) are not
 * followed: that would ask servers which the page knows nothing of.
 * @returns null where it stands for none, or is no name that there can be
 * @throws where the node does not answer
 */
export async function resolveEns(
  chainId: keyof typeof chains,
  rpcUrl: string,
  name: string,
): Promise<Address | null> {
  const normal = normalizedOrNull(name);
  if (normal === null) return null;
  const transport = http(rpcUrl, { timeout: NODE_TIMEOUT_MS, retryCount: 1 });
  const client = createClient({ chain: chains[chainId], transport, ccipRead: false });
  return getEnsAddress(client, { name: normal });
}

function normalizedOrNull(name: string): string | null {
  try {
    return normalize(name);
  } catch {
    return null;
  }
}
