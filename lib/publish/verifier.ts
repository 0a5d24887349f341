import "server-only";
import type { Address, Hex } from "viem";
import type { ContractSource } from "#lib/shared/contract/contract-source.ts";
import type { VerifierName } from "#lib/shared/publication.ts";

/** A contract on the chain, with what it was made from. */
export type PublishableContract = {
  address: Address;
  source: ContractSource;
  /** What its constructor was given, ABI-encoded. */
  constructorData: Hex;
  /** The transaction that created it, where that is known. */
  creationTx: Hex | null;
};

/**
 * What comes of asking a verifier. `pending` is a job of its, by which it is asked again. `busy` and `unanswered` say
 * nothing of the contract or of the job; `undone` is a job that came to nothing, and may be given anew; `refused` is a
 * contract that is not what its source says, and `unsupported` what it will never take.
 */
export type Outcome =
  | { kind: "published" }
  | { kind: "pending"; ticket: string }
  | { kind: "busy" | "unanswered"; reason: string; retryAfterMs: number }
  | { kind: "undone" | "refused" | "unsupported"; reason: string };

/** Somebody who compiles sources and compares them with the chain. All of it is bounded in time and in size. */
export type Verifier = {
  name: VerifierName;
  /** Where the source of a contract can be read once it is published; null where nobody knows. */
  pageOf: (address: Address) => string | null;
  /** @throws {Unanswered} */
  isPublished: (address: Address, signal: AbortSignal) => Promise<boolean>;
  /** @throws {Unanswered} */
  submit: (contract: PublishableContract, signal: AbortSignal) => Promise<Outcome>;
  /** @throws {Unanswered} */
  check: (ticket: string, signal: AbortSignal) => Promise<Outcome>;
};
