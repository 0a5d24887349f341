import { UserRejectedRequestError, withTimeout } from "viem";
import type { Config } from "wagmi";
import { switchChain } from "wagmi/actions";
import { OwnTransactionError } from "./wallet-error.ts";

/** Some wallets say that they have changed and have not. Whoever agrees later than this is followed all the same. */
const PATIENCE_MS = 30_000;
/** What a wallet answers where its person said no. @see EIP-1193, and CAIP-25 for those by WalletConnect */
const refusals: ReadonlySet<unknown> = new Set([4001, 5000]);

/**
 * Has the connected wallet change to a network, which it is given where it does not know it.
 * @throws {OwnTransactionError} where it has not changed within half a minute; viem's error where its person has declined
 */
export async function changeNetwork(config: Config, chainId: number): Promise<void> {
  try {
    await withTimeout(() => switchChain(config, { chainId }), { timeout: PATIENCE_MS });
  } catch (error) {
    throw hasDeclined(error) ? error : new OwnTransactionError("notSwitched", error);
  }
}

/** By what the wallet has said itself: wagmi calls whatever comes of adding a network a refusal of its person's. */
function hasDeclined(error: unknown): boolean {
  const said: unknown = error instanceof UserRejectedRequestError ? error.walk() : null;
  return typeof said === "object" && said !== null && "code" in said && refusals.has(said.code);
}
