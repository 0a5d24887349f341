import { isAddressEqual, type Address } from "viem";
import type { Config } from "wagmi";
import { getConnection } from "wagmi/actions";
import { OwnTransactionError } from "#app/_wallet/wallet-error.ts";

/** Where something is that a wallet is asked for: tried on the network first, then up to the person, then sent. */
export type Phase = "trying" | "asking" | "sent";

/** Told when the next one begins. */
export type OnPhase = (phase: Phase) => void;

/**
 * What was tried is put to the person.
 * @param account whom it was tried for
 * @throws {OwnTransactionError} if the wallet has gone over to another account since, which nobody has asked anything of
 */
export function beginAsking(config: Config, account: Address, onPhase: OnPhase): void {
  const { address } = getConnection(config);
  if (!address || !isAddressEqual(address, account)) throw new OwnTransactionError("otherAccount");
  onPhase("asking");
}
