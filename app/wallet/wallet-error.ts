import { BaseError, InsufficientFundsError, UserRejectedRequestError } from "viem";

/** Whether the person said no, which is not an error. */
export function isRejected(error: unknown): boolean {
  return (
    error instanceof BaseError && error.walk((cause) => cause instanceof UserRejectedRequestError) !== null
  );
}

/** One calm sentence about what a wallet or a chain refused. */
export function explainWalletError(error: unknown): string {
  if (isRejected(error)) return "You declined in your wallet. Nothing was sent and nothing is lost.";
  if (!(error instanceof Error)) return "The wallet did not answer. Try again.";
  if (error instanceof BaseError && error.walk((cause) => cause instanceof InsufficientFundsError))
    return "This wallet does not hold enough to pay the price and the network's gas. Top it up, then try again.";
  return error instanceof BaseError ? error.shortMessage : error.message;
}
