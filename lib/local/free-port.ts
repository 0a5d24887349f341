import { once } from "node:events";
import { createServer } from "node:net";
import { Failure } from "./failure.ts";

/** A TCP port on which nothing listens now: any, or this one. @throws {Failure} if this one can't be had */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening").catch((cause: unknown) => {
    throw new Failure(
      `Port ${wanted} is taken, or not allowed. Stop what listens on it, or set PORT to another.`,
      { cause },
    );
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  server.close();
  await once(server, "close");
  return address.port;
}
