import "server-only";
import type { Address } from "viem";
import type { Chain } from "#lib/base/chains.ts";

type Shared<T> = (chain: Chain, token: Address, work: () => Promise<T>) => Promise<T>;

/**
 * Lets all of this process who want the same done for a token at the same moment share one doing of it, so that it
 * costs the same however many they are.
 */
export function sharedByToken<T>(): Shared<T> {
  const underWay = new WeakMap<Chain, Map<Address, Promise<T>>>();
  return (chain, token, work) => {
    const onChain = underWay.get(chain) ?? new Map<Address, Promise<T>>();
    underWay.set(chain, onChain);
    const present = onChain.get(token);
    if (present) return present;
    const begun = work().finally(() => onChain.delete(token));
    onChain.set(token, begun);
    return begun;
  };
}
