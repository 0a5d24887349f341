import { useCallback, useEffect, useRef, useState } from "react";
import { bytesToHex, keccak256, type Address, type Hex } from "viem";
import type { CompleteOrderBody } from "#app/_client/orders-api.ts";
import { type AddressPattern, type AddressSearch, expectedTries } from "./search.ts";
import type { SearchNews } from "./search-worker.ts";

/** Where a search stands. `secondsLeft` is what is left of the time that such a search takes on average. */
export type SearchState =
  | { name: "idle" }
  | { name: "searching"; tries: number; secondsLeft: number | null }
  | { name: "found"; salt: Hex }
  | { name: "failed" };

const idle: SearchState = { name: "idle" };

/**
 * Searches for a salt in a worker of its own, until one is found, or it is stopped, or what it is for has changed, or the
 * page is left.
 * @param body what the address is for: a salt that was found for another order makes any address
 * @param onFound is told the salt
 */
export function useAddressSearch(body: CompleteOrderBody | null, onFound: (salt: Hex) => void) {
  const [state, setState] = useState<SearchState>(idle);
  const [searchedFor, setSearchedFor] = useState<string | null>(null);
  const worker = useRef<Worker | null>(null);
  const halt = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  const stop = () => {
    halt();
    setState(idle);
  };
  const withoutSalt = JSON.stringify({ ...body, salt: null });
  const isForOther = searchedFor !== withoutSalt || (state.name === "found" && state.salt !== body?.salt);
  if (isForOther && state.name !== "idle") setState(idle);
  const isSearching = state.name === "searching";
  useEffect(() => {
    if (isSearching) return halt;
  }, [isSearching, halt]);

  const start = (code: { checkout: Address; initcode: Hex }, pattern: AddressPattern) => {
    stop();
    setSearchedFor(withoutSalt);
    const begun = new Worker(new URL("./search-worker.ts", import.meta.url), { type: "module" });
    worker.current = begun;
    const startedAt = performance.now();
    setState({ name: "searching", tries: 0, secondsLeft: null });
    begun.addEventListener("message", ({ data: { tries, salt } }: MessageEvent<SearchNews>) => {
      if (worker.current !== begun) return;
      const perSecond = (tries * 1_000) / (performance.now() - startedAt);
      const secondsLeft = Math.max(1, Math.round((expectedTries(pattern) - tries) / perSecond));
      setState(salt ? { name: "found", salt } : { name: "searching", tries, secondsLeft });
      if (salt) onFound(salt);
    });
    begun.addEventListener("error", () => worker.current === begun && setState({ name: "failed" }));
    const { checkout, initcode } = code;
    const first = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    const search: AddressSearch = { checkout, initcodeHash: keccak256(initcode), first, pattern };
    begun.postMessage(search, []);
  };

  return { state, start, stop };
}
