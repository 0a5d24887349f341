import type { ContractSource } from "#lib/shared/contract/contract-source.ts";
import { request } from "./http-client.ts";

/** What a contract of this server is compiled from. @throws {HttpError} */
export async function fetchContract(name: string, signal: AbortSignal): Promise<ContractSource> {
  const response = await request(`/api/contracts/${encodeURIComponent(name)}`, { signal });
  return response.json();
}
