import "server-only";
import type { Chain as ViemChain } from "viem";
import { isLocalChain } from "#lib/base/chains.ts";
import type { VerifiersEnv } from "#lib/base/env.ts";
import { isEtherscan } from "#lib/shared/chain/explorers.ts";
import { etherscan } from "./etherscan.ts";
import { sourcify } from "./sourcify.ts";
import type { Verifier } from "./verifier.ts";

const SOURCIFY = "https://sourcify.dev/server";
const ETHERSCAN = "https://api.etherscan.io/v2/api";

type PublishedChain = { id: number; definition?: ViemChain | undefined };

/** Whom the sources of what is on a chain are handed to: on a local one to nobody, unless the environment names them. */
export function verifiersOf(
  { SOURCIFY_URL, ETHERSCAN_API_KEY, ETHERSCAN_URL }: VerifiersEnv,
  { id, definition }: PublishedChain,
): Verifier[] {
  const isLocal = isLocalChain(id);
  const sourcifyUrl = SOURCIFY_URL ?? (isLocal ? "none" : SOURCIFY);
  const etherscanUrl = ETHERSCAN_URL ?? (isLocal ? undefined : ETHERSCAN);
  const verifiers: Verifier[] = [];
  if (sourcifyUrl !== "none") verifiers.push(sourcify(sourcifyUrl, id));
  if (ETHERSCAN_API_KEY !== undefined && etherscanUrl !== undefined)
    verifiers.push(
      etherscan({
        url: etherscanUrl,
        chainId: id,
        apiKey: ETHERSCAN_API_KEY,
        explorerUrl: explorerOf(definition),
      }),
    );
  return verifiers;
}

function explorerOf(definition: ViemChain | undefined): string | null {
  const url = definition?.blockExplorers?.default.url;
  return url && isEtherscan(url) ? new URL(url).origin : null;
}
