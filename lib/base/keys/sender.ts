import "server-only";
import type { LocalAccount } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

/** An account of the server's own, which signs deliveries and pays their gas. */
export type Sender = LocalAccount & {
  /** Whether its key has failed to sign, and has not signed since: meanwhile any other account is better. */
  isFailing: () => boolean;
};

/** In the order in which they are configured; which of them delivers a token goes by their number. */
export type Senders = readonly [Sender, ...Sender[]];

/** A key that is here signs whenever it is asked to. */
export function localSender(account: PrivateKeyAccount): Sender {
  return { ...account, isFailing: () => false };
}
