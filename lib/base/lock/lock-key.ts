import { createHash } from "node:crypto";
import type { Address } from "viem";

/** The lock under which every deploy of every instance runs, one at a time, where there is one chain. */
export const GLOBAL_LOCK = "token-deployment-global";

/** The same for one of several chains: one that stands still does not stop the others. */
export function chainLock(chainId: number): string {
  return `${GLOBAL_LOCK}-${chainId}`;
}

/** The lock that covers the deploys of one wallet. */
export function deployerLock(deployer: Address): string {
  return `token-deployment-${deployer.toLowerCase()}`;
}

/** The lock that covers the deploys of one token. */
export function tokenLock(token: Address): string {
  return `token-deployment-${token.toLowerCase()}`;
}

/** The lock around handing out one account's next nonce on one chain. */
export function laneLock(chainId: number, sender: Address): string {
  return `transaction-lane-${chainId}-${sender.toLowerCase()}`;
}

/** The key of an advisory lock: the first eight bytes of the name's SHA-256, big-endian, as a signed bigint. */
export function lockKey(name: string): bigint {
  return createHash("sha256").update(name).digest().readBigInt64BE(0);
}
