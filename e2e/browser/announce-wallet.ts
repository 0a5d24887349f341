/** What a wallet answers a page. */
export type Answer =
  | { result: unknown; error?: undefined }
  | { result?: undefined; error: { code: number; message: string } };

export type WalletInfo = { name: string; rdns: string; uuid: string };

declare global {
  interface Window {
    /** The test's side of a wallet, and what the wallet tells the page unasked, by its rdns. */
    [ask: `ask:${string}`]: (method: string, params: unknown[]) => Promise<Answer>;
    [tell: `tell:${string}`]: (event: string, value: unknown) => void;
  }
}

/** Gives a page a wallet. Runs in it. @see https://eips.ethereum.org/EIPS/eip-6963 */
export function announceWallet({ name, rdns, uuid }: WalletInfo): void {
  const ask = window[`ask:${rdns}`];
  if (!ask) throw new Error(`Nobody answers for ${name}.`);
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const tell = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value);
  };
  window[`tell:${rdns}`] = tell;
  const provider = {
    request: async ({ method, params = [] }: { method: string; params?: unknown[] }) => {
      const { result, error } = await ask(method, params);
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      if (method === "wallet_switchEthereumChain" || method === "wallet_addEthereumChain")
        tell("chainChanged", (await ask("eth_chainId", [])).result);
      return result;
    },
    on: (event: string, listener: (value: unknown) => void) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event: string, listener: (value: unknown) => void) => {
      listeners.get(event)?.delete(listener);
    },
  };
  const info = { name, rdns, uuid, icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>" };
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
