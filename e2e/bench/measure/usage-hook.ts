import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread } from "node:worker_threads";
import { ASK_FOR_HEAP, ASK_FOR_USAGE, USAGE_FOLDER } from "./usage.ts";

/** Preloaded into a process, and so into whatever it starts: tells what it has taken, at its end and whenever it is asked. */
const folder = process.env[USAGE_FOLDER];
if (isMainThread && folder)
  process.on("exit", () =>
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(process.resourceUsage())),
  );
if (isMainThread && process.send)
  process.on("message", (message) => {
    if (message === ASK_FOR_USAGE)
      process.send?.({ ...process.resourceUsage(), rss: process.memoryUsage.rss() });
    if (message === ASK_FOR_HEAP) {
      collectGarbage();
      process.send?.({ heapUsed: process.memoryUsage().heapUsed });
    }
  });

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}
