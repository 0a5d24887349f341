import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { Stoppable } from "#lib/local/process.ts";

export type SwitchableNode = Stoppable & { url: string; isOn: boolean };

/** A chain's node at another address, which can be switched off: then it answers nothing but 503. */
export async function startSwitchableNode(target: string): Promise<SwitchableNode> {
  const server = createServer((request, response) => {
    if (!node.isOn) {
      response.writeHead(503).end();
      return;
    }
    void text(request)
      .then((body) =>
        fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body }),
      )
      .then((answer) => answer.text())
      .then((body) => response.setHeader("content-type", "application/json").end(body))
      .catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  const node: SwitchableNode = {
    url: `http://127.0.0.1:${address.port}`,
    isOn: true,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return node;
}
