import { BaseError, ContractFunctionRevertedError } from "viem";

/** What a token says no to, by its own errors. */
const reverts = [
  "EnforcedPause",
  "ExpectedPause",
  "OwnableUnauthorizedAccount",
  "ERC20InsufficientBalance",
  "ERC20ExceededCap",
] as const;
export type ActError = (typeof reverts)[number];

/** Which of its own errors a token has answered an act with; null for what may come of any transaction. */
export function actErrorOf(error: Error): ActError | null {
  if (!(error instanceof BaseError)) return null;
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) return null;
  return reverts.find((name) => name === revert.data?.errorName) ?? null;
}
