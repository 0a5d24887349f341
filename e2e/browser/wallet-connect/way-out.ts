import { createServer, type IncomingMessage } from "node:http";
import { createSecureContext, TLSSocket } from "node:tls";
import type { Duplex } from "node:stream";
import { generate } from "selfsigned";
import { freePort } from "#lib/local/free-port.ts";
import { serveRelay } from "./relay.ts";

const RELAY = "relay.walletconnect.org:443";

/** What becomes of a browser that goes to the relay. */
type Reach = "open" | "refused" | "silent";

export type WayOut = Awaited<ReturnType<typeof startWayOut>>;

/**
 * All the internet that a browser has: a proxy, behind which there is WalletConnect's relay and nothing else. A phone goes
 * to the relay by `url`.
 */
export async function startWayOut() {
  const { cert, private: key } = await generate([{ name: "commonName", value: "relay.walletconnect.org" }]);
  const secureContext = createSecureContext({ cert, key });
  const server = createServer();
  const sockets = new Set<Duplex>();
  const asked = new Set<string>();
  let reach: Reach = "open";
  serveRelay(server);
  server.on("connection", (socket) => sockets.add(socket));
  server.on("connect", ({ url: host = "" }: IncomingMessage, socket: Duplex) => {
    socket.on("error", () => socket.destroy());
    if (host !== RELAY) asked.add(host);
    if (host !== RELAY || reach === "refused") socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    else if (reach === "open") {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.emit("connection", new TLSSocket(socket, { isServer: true, secureContext }));
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    /** For a phone. */
    url: `ws://127.0.0.1:${port}`,
    /** For a browser. */
    browser: {
      proxy: { server: `http://127.0.0.1:${port}`, bypass: "127.0.0.1" },
      ignoreHTTPSErrors: true,
    },
    /** The hosts that browsers asked for, but for the relay. */
    asked,
    become(next: Reach): void {
      reach = next;
    },
    /** Ends what goes through it now. */
    cut(): void {
      for (const socket of sockets) socket.destroy();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
