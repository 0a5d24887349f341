import {
  BaseError,
  ContractFunctionRevertedError,
  InsufficientFundsError,
  UserRejectedRequestError,
} from "viem";

/** What Checkout says no to, by its own errors. */
const reverts: Record<string, string> = {
  Expired: "This price has ended, so nothing was sent. Ask for today's price, then pay that.",
  AlreadyPaid: "This order is paid already, so nothing was sent.",
  AlreadyDelivered: "This token is made already, or is about to be. Wait a moment; nothing was sent.",
  Unpaid: "The chain holds no payment for this order that covers its price. Nothing was sent.",
  NotRefundable: "The money can't be taken back yet. Nothing was sent, and it stays where it is.",
};

/** Whether the person said no, which is not an error. */
export function isRejected(error: unknown): boolean {
  return (
    error instanceof BaseError && error.walk((cause) => cause instanceof UserRejectedRequestError) !== null
  );
}

/** Whether the contract would not take the payment because its price has ended. */
export function isExpired(error: Error | null): boolean {
  return error !== null && revertOf(error) === "Expired";
}

/** One calm sentence about what a wallet or a chain refused. */
export function explainWalletError(error: unknown): string {
  if (isRejected(error)) return "You declined in your wallet. Nothing was sent and nothing is lost.";
  if (!(error instanceof Error)) return "The wallet did not answer. Try again.";
  if (error instanceof BaseError && error.walk((cause) => cause instanceof InsufficientFundsError))
    return "This wallet does not hold enough to pay for it and for the network's fee. Top it up, then try again.";
  const revert = revertOf(error);
  if (revert !== undefined)
    return (
      reverts[revert] ?? "The network would refuse this, so nothing was sent. Your money stays where it is."
    );
  return error instanceof BaseError ? error.shortMessage : error.message;
}

/** The name of the contract's error, empty where it gives none; undefined if this was no revert. */
function revertOf(error: Error): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  return revert instanceof ContractFunctionRevertedError ? (revert.data?.errorName ?? "") : undefined;
}
