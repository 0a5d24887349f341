import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { repeat, serverFor, type Attack, type Target } from "./attack.ts";

const CONNECTIONS = 200;
const DRIP_MS = 400;
const MOST_MS = 10_000;

const slowBody = [
  "POST /api/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{",
  " ",
];
const slowHead = ["POST /api/deploy HTTP/1.1\r\nHost: localhost\r\n", "X-More: 1\r\n"];
const halfOpen = ["POST /api/deploy HTTP/1.1\r\nHost: loc"];

/** Connections that send their head or body byte by byte, or fall silent in the middle. */
export async function holdConnections({ world }: Target): Promise<Attack> {
  const connected = new Set<number>();
  const loops = repeat(CONNECTIONS, DRIP_MS, async (worker, signal) => {
    const { hostname, port } = new URL(serverFor(world, worker));
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once("connect", () => connected.add(worker));
    await drip(socket, [slowBody, slowHead, halfOpen][worker % 3] ?? halfOpen, signal);
  });
  return { isFelt: () => connected.size === CONNECTIONS, stop: () => loops.stop().then(() => []) };
}

/** Sends the first piece, and the second over and over, until the other side has enough of it. */
async function drip(socket: Socket, [first, more]: string[], signal: AbortSignal): Promise<void> {
  socket.on("error", () => undefined);
  const until = performance.now() + MOST_MS;
  socket.write(first ?? "");
  while (!signal.aborted && !socket.destroyed && performance.now() < until) {
    if (more !== undefined) socket.write(more);
    await delay(DRIP_MS);
  }
  socket.destroy();
}
