import { useEffect, useRef, useState } from "react";
import { bytesToHex, keccak256, type Address, type Hex } from "viem";
import { type AddressPattern, type AddressSearch, expectedTries } from "./search.ts";
import type { SearchNews } from "./search-worker.ts";

/** Where a search stands. `secondsLeft` is what is left of the time that such a search takes on average. */
export type SearchState =
  | { name: "idle" }
  | { name: "searching"; tries: number; secondsLeft: number | null }
  | { name: "found"; salt: Hex }
  | { name: "failed" };

/**
 * Searches for a salt in a worker of its own, until one is found, or it is stopped, or the page is left.
 * @param onFound is told the salt
 */
export function useAddressSearch(onFound: (salt: Hex) => void) {
  const [state, setState] = useState<SearchState>({ name: "idle" });
  const worker = useRef<Worker | null>(null);
  const stop = () => {
    worker.current?.terminate();
    worker.current = null;
    setState({ name: "idle" });
  };
  useEffect(() => () => worker.current?.terminate(), []);

  const start = (code: { checkout: Address; initcode: Hex }, pattern: AddressPattern) => {
    stop();
    const begun = new Worker(new URL("./search-worker.ts", import.meta.url), { type: "module" });
    worker.current = begun;
    const startedAt = performance.now();
    setState({ name: "searching", tries: 0, secondsLeft: null });
    begun.addEventListener("message", ({ data: { tries, salt } }: MessageEvent<SearchNews>) => {
      if (worker.current !== begun) return;
      const perSecond = (tries * 1_000) / (performance.now() - startedAt);
      const secondsLeft = Math.max(1, Math.round((expectedTries(pattern) - tries) / perSecond));
      setState(salt ? { name: "found", salt } : { name: "searching", tries, secondsLeft });
      if (!salt) return;
      begun.terminate();
      onFound(salt);
    });
    begun.addEventListener("error", () => worker.current === begun && setState({ name: "failed" }));
    const { checkout, initcode } = code;
    const first = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    const search: AddressSearch = { checkout, initcodeHash: keccak256(initcode), first, pattern };
    begun.postMessage(search, []);
  };

  return { state, start, stop };
}
