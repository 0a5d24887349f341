import { useTranslations } from "next-intl";
import { BaseError, type ContractFunctionRevertedError } from "viem";
import { useProblems, type Problem } from "#app/_client/error-words.ts";
import { HttpError } from "#app/_client/http-client.ts";
import { RemoteWalletError } from "./remote/remote-error.ts";

/** What a transaction of one's own came to, or why it was not sent, where neither wallet nor contract says it. */
export class OwnTransactionError extends Error {
  readonly code:
    | "revertedWhenMined"
    | "cancelled"
    | "noCode"
    | "outOfSight"
    | "notAdded"
    | "notSwitched"
    | "otherAccount";

  constructor(code: OwnTransactionError["code"], cause?: unknown) {
    super(code, { cause });
    this.name = "OwnTransactionError";
    this.code = code;
  }
}

/** What Checkout says no to, by its own errors. */
const reverts = ["Expired", "AlreadyPaid", "AlreadyDelivered", "Unpaid", "NotRefundable"] as const;

/** Whether the person said no, which is not an error. */
export function isRejected(error: unknown): boolean {
  return causeOf(error, "UserRejectedRequestError") !== undefined;
}

/** Whether the contract would not take the payment because its price has ended. */
export function isExpired(error: Error | null): boolean {
  return error !== null && revertOf(error) === "Expired";
}

/** For a calm sentence or two about what a wallet or a chain refused. */
export function useWalletErrorWords(): (error: unknown) => string {
  const problemOf = useWalletProblems();
  return (error) => problemOf(error).words;
}

/** The same, with what the wallet or the chain said itself where no words of ours are for just that. */
export function useWalletProblems(): (error: unknown) => Problem {
  const words = useTranslations("walletErrors");
  const problemOf = useProblems();
  return (error) => {
    if (isRejected(error)) return { words: words("rejected") };
    if (!(error instanceof Error)) return { words: words("silent") };
    if (error instanceof HttpError) return problemOf(error);
    if (error instanceof RemoteWalletError) return { words: words(error.code) };
    if (error instanceof OwnTransactionError)
      return {
        words: words(error.code),
        details: error.cause instanceof BaseError ? error.cause.details : undefined,
      };
    if (causeOf(error, "ResourceUnavailableRpcError")) return { words: words("busy") };
    if (causeOf(error, "WaitForTransactionReceiptTimeoutError")) return { words: words("unseen") };
    if (causeOf(error, "InsufficientFundsError")) return { words: words("insufficientFunds") };
    const revert = revertOf(error);
    const known = reverts.find((name) => name === revert);
    if (known) return { words: words(known) };
    const details = error instanceof BaseError ? error.shortMessage : error.message;
    if (revert !== undefined) return { words: words("reverted"), details };
    const isNode = causeOf(error, "HttpRequestError") ?? causeOf(error, "TimeoutError");
    return { words: words(isNode ? "noNode" : "other"), details };
  };
}

/** The name of the contract's error, empty where it gives none; undefined if this was no revert. */
function revertOf(error: Error): string | undefined {
  const revert = causeOf(error, "ContractFunctionRevertedError");
  return revert && isRevert(revert) ? (revert.data?.errorName ?? "") : undefined;
}

/** viem's error of this name behind an error. By name, as the classes would bring half of viem into every page. */
function causeOf(error: unknown, name: string): Error | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const cause = error.walk((each) => each instanceof Error && each.name === name);
  return cause instanceof Error ? cause : undefined;
}

function isRevert(error: Error): error is ContractFunctionRevertedError {
  return error.name === "ContractFunctionRevertedError";
}
