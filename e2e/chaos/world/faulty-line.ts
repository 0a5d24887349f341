import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Stoppable } from "#lib/local/process.ts";

/**
 * What a line does to what is sent back over it: nothing, hold it up for so many milliseconds, or lose it. A connection
 * of which something was lost stays silent for good, as behind a router that has forgotten it: TCP leaves nothing out.
 */
export type LineMode = "open" | { delayMs: number } | "silent";

/** A TCP connection to a server, that can be made slow or silent. */
export type FaultyLine = Stoppable & {
  /** The server's address, by this line. */
  url: string;
  mode: LineMode;
  /** How often the line has held something up or lost it. */
  hits: number;
};

export async function openFaultyLine(target: string): Promise<FaultyLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const silenced = new WeakSet<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      // Either end goes with the other one.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far);
    far.on("data", (data) => pass(near, data));
  });
  const line: FaultyLine = {
    url: "",
    mode: "open",
    hits: 0,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };

  function pass(near: Socket, data: Buffer): void {
    const { mode } = line;
    if (mode !== "open") line.hits += 1;
    if (mode === "silent") silenced.add(near);
    if (mode === "silent" || silenced.has(near)) return;
    const write = () => {
      if (near.writable) near.write(data);
    };
    if (mode === "open") write();
    else setTimeout(write, mode.delayMs);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  line.url = Object.assign(new URL(target), { host: `127.0.0.1:${address.port}` }).href;
  return line;
}
