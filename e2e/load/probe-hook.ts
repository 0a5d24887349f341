import { isMainThread } from "node:worker_threads";
import { ASK_FOR_FIGURES, type ProcessFigures } from "./figures.ts";

/** Preloaded into a server, which is started with --expose-gc: tells what it holds when it is asked, garbage aside. */
if (isMainThread && process.send)
  process.on("message", (message) => {
    if (message !== ASK_FOR_FIGURES) return;
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    const handles = process.getActiveResourcesInfo().filter((name) => name !== "Timeout").length;
    process.send?.({ heapMiB: heapUsed / 2 ** 20, rssMiB: rss / 2 ** 20, handles } satisfies ProcessFigures);
  });
