import { once } from "node:events";
import { createServer } from "node:net";

/** A TCP port on which nothing listens now: any, or this one. @throws if something listens on this one */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  server.close();
  await once(server, "close");
  return address.port;
}
