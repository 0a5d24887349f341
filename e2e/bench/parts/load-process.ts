import { Agent, request } from "node:http";
import { finished } from "node:stream/promises";
import type { z } from "zod";
import { load, type Answered } from "./load.ts";

/**
 * Asks a server again and again, as so many clients that each keep one connection, and tells how long each answer
 * took. In a process of its own, so that asking takes no time from what is asked by whoever measures.
 */
process.on("message", (message) => void answer(load.parse(message)));

async function answer(wanted: z.output<typeof load>): Promise<void> {
  process.send?.(await ask(wanted));
}

async function ask({ url, bodies, clients, seconds }: z.output<typeof load>): Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const durationsMs: number[] = [];
  const statuses: Record<string, number> = {};
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  const client = async (index: number) => {
    const body = bodies[index % bodies.length] ?? "";
    while (performance.now() < endsAt) {
      const askedAt = performance.now();
      const status = await post(agent, url, body);
      durationsMs.push(performance.now() - askedAt);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  agent.destroy();
  return { durationsMs, statuses, elapsedMs: performance.now() - startedAt };
}

/** @returns the answer's status, once its body has come */
async function post(agent: Agent, url: string, body: string): Promise<number> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    request(url, { agent, method: "POST", headers }, (response) => {
      finished(response.resume()).then(() => resolve(response.statusCode ?? 0), reject);
    })
      .once("error", reject)
      .end(body);
  });
}
