import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";

type Peers = AsyncLocalStorage<string | undefined>;

// Next.js bundles each entry point apart: what the gate notes must be what a route reads.
declare global {
  var coinwrightPeers: Peers | undefined;
}

/** Runs `work`, and whatever it leads to, as on behalf of who is at the other end of a connection. */
export function withPeer<T>(address: string | undefined, work: () => T): T {
  return peers().run(address, work);
}

/** The address at the other end of the connection that the present request came by; nobody can claim another. */
export function currentPeer(): string | undefined {
  return peers().getStore();
}

function peers(): Peers {
  globalThis.coinwrightPeers ??= new AsyncLocalStorage();
  return globalThis.coinwrightPeers;
}
