import { Agent, request as send, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import type { WireRequest } from "./bad-requests.ts";

export type WireAnswer = { status: number; headers: IncomingHttpHeaders; body: string; ms: number };

/** Sends requests that `fetch` would refuse to make, over a bounded number of connections that are kept. */
export function openWire(origin: string, { connections }: { connections: number }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(origin);
  const ask = ({ method, path, headers, body }: WireRequest) =>
    new Promise<WireAnswer>((resolve, reject) => {
      const startedAt = performance.now();
      // Node would send the body of a GET without saying how long it is.
      const length = body ? { "content-length": String(body.length) } : {};
      const options = { agent, hostname, port, method, path, headers: { ...headers, ...length } };
      const outgoing = send(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString("utf8"),
            ms: performance.now() - startedAt,
          }),
        );
      });
      outgoing.on("error", reject);
      outgoing.end(body ?? undefined);
    });
  return { ask, close: () => agent.destroy() };
}

/**
 * Writes pieces of text as they are to a connection of its own, one after another.
 * @param pauseMs between two pieces
 * @param isBrokenOff whether the connection is torn down after the last one
 * @returns all that came back until the server closed the connection
 */
export async function sendPieces(
  origin: string,
  pieces: readonly string[],
  pauseMs = 0,
  isBrokenOff = false,
): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => resolve());
    socket.on("error", () => resolve());
  });
  for (const piece of pieces) {
    if (socket.closed) break;
    await new Promise((resolve) => socket.write(piece, resolve));
    if (pauseMs > 0) await Promise.race([new Promise((resolve) => setTimeout(resolve, pauseMs)), closed]);
  }
  if (isBrokenOff) socket.destroy();
  await closed;
  return Buffer.concat(chunks).toString("utf8");
}
