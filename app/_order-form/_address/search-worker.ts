import { searchSalt, type AddressSearch } from "./search.ts";
import type { Hex } from "viem";

/** What the worker says: how many salts it has tried, again and again, and at last the one that was found. */
export type SearchNews = { tries: number; salt: Hex | null };

/** Between two of its words. */
const BATCH = 5_000;

addEventListener("message", ({ data }: MessageEvent<AddressSearch>) => {
  let tries = 0;
  let salt: Hex | null = null;
  while (salt === null) {
    salt = searchSalt(data, tries, BATCH);
    tries += BATCH;
    postMessage({ tries, salt } satisfies SearchNews);
  }
});
