import { BaseError, HttpRequestError, InsufficientFundsError, TimeoutError } from "viem";
import { Failure } from "./failure.ts";

/**
 * Why a node did not do what it was asked.
 * @param variable what holds its address, which may hold a key and is not shown
 */
export function nodeFailure(variable: string, error: unknown): Failure {
  const cause = { cause: error };
  if (!(error instanceof BaseError))
    return new Failure(`The node of ${variable} failed: ${String(error)}`, cause);
  if (error.walk((each) => each instanceof HttpRequestError || each instanceof TimeoutError))
    return new Failure(`The node of ${variable} does not answer. Start it, or correct ${variable}.`, cause);
  if (error.walk((each) => each instanceof InsufficientFundsError))
    return new Failure("The deployer has not enough ether for the gas. Send it some.", cause);
  const said = (error.details || error.shortMessage).replace(/\.$/, "");
  return new Failure(`The node of ${variable} refuses: ${said}. Mend that, or correct ${variable}.`, cause);
}
