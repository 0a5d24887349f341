import "server-only";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { contractSource } from "#lib/checkout/contract-source.ts";
import type { ContractSource } from "#lib/shared/contract/contract-source.ts";

/** The source of a kind of token, or of the Checkout that is paid to. @throws {NotFound} */
export function findContractSource(name: string): ContractSource {
  const source = contractSource(name);
  if (!source) throw new NotFound("There is no contract of this name.");
  return source;
}
