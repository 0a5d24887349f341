import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { reconfigured } from "#lib/testing/own-chain.ts";
import { openQueued, placeAndQueue, untilDeployed } from "#lib/testing/queues.ts";
import { openBackend } from "./backend.ts";
import { workOn } from "./work.ts";

test("a worker that is opened while PostgreSQL is out of reach works once it is back, and asks in peace until then", async () => {
  const { context } = await openQueued("postgres");
  const [order] = await placeAndQueue(context, 1);
  const line = await openLine(context.env.DATABASE_URL);
  const away = reconfigured(context, { QUEUE_URL: line.url });
  const backend = await openBackend(away.env, 1, () => undefined);
  const ending = new AbortController();
  const working = workOn(context, backend, chainOf(context.chains, undefined), ending.signal);
  onTestFinished(async () => {
    ending.abort();
    await working;
    await backend.close();
    line.stop();
  });
  await expect.poll(() => line.refused, { timeout: 20_000 }).toBeGreaterThan(2);
  const { user } = process.cpuUsage();
  const refused = line.refused;
  await expect.poll(() => line.refused, { timeout: 20_000 }).toBeGreaterThan(refused + 1);
  // Once a second or so, which takes next to nothing of it.
  expect(process.cpuUsage().user - user).toBeLessThan(1_000_000);
  line.isOpen = true;
  if (order) await untilDeployed(context, [order]);
}, 60_000);

/** A way to a server, on which everybody is refused until it is opened. */
async function openLine(target: string) {
  const { hostname, port, pathname, username, password } = new URL(target);
  const sockets = new Set<Socket>();
  const line = { url: "", isOpen: false, refused: 0, stop: () => undefined as void };
  const server = createServer((near) => {
    near.on("error", () => undefined);
    if (!line.isOpen) {
      line.refused += 1;
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname).on("error", () => near.destroy());
    sockets.add(near).add(far);
    near.pipe(far).pipe(near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  line.stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  line.url = `postgres://${username}:${password}@127.0.0.1:${address.port}${pathname}`;
  return line;
}
