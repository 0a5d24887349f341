import { isMainThread } from "node:worker_threads";
import { ASK_FOR_FIGURES, type ProcessFigures } from "./figures.ts";

/** Preloaded into a server, which is started with --expose-gc: tells what it holds when it is asked, garbage aside. */
if (isMainThread && process.send)
  process.on("message", (message) => {
    if (message !== ASK_FOR_FIGURES) return;
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    const handles = process.getActiveResourcesInfo().filter((name) => name !== "Timeout").length;
    const heapMiB = (heapUsed + external) / 2 ** 20;
    const streams = globalThis.coinwrightLive?.seats.count() ?? 0;
    process.send?.({ heapMiB, rssMiB: rss / 2 ** 20, handles, streams } satisfies ProcessFigures);
  });
