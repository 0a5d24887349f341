import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { spawnNode, stopProcess, type Keep } from "#lib/local/process.ts";

/** What a process that asks is told. Client `n` posts the n-th body, over and over. */
export const load = z.object({
  url: z.url(),
  bodies: z.array(z.string()).min(1),
  clients: z.int().min(1),
  seconds: z.number(),
});

/** What it tells. `statuses` counts the answers of each status. */
export const answered = z.object({
  durationsMs: z.array(z.number()),
  statuses: z.record(z.string(), z.number()),
  elapsedMs: z.number(),
});

export type Answered = z.output<typeof answered>;

/** A process that asks a server as many clients would. */
export function openLoad(keep: Keep): (wanted: z.input<typeof load>) => Promise<Answered> {
  const script = fileURLToPath(new URL("load-process.ts", import.meta.url));
  const child = spawnNode([script], {}, ["ignore", "inherit", "inherit", "ipc"]);
  keep({ stop: () => stopProcess(child) });
  return async (wanted) => {
    const answer = once(child, "message", { signal: AbortSignal.timeout(wanted.seconds * 1_000 + 60_000) });
    child.send(wanted);
    const [message] = await answer;
    return answered.parse(message);
  };
}
