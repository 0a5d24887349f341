import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { Failure } from "./failure.ts";

/** Below the ports that systems give to connections, one of which could have this one's number before it is listened on. */
const PORTS = [20_000, 32_000] as const;
const TRIES = 20;

/** A TCP port on which nothing listens now: any, or this one. @throws {Failure} if this one can't be had */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted) {
    await tryPort(wanted).catch((cause: unknown) => {
      throw new Failure(
        `Port ${wanted} is taken, or not allowed. Stop what listens on it, or set PORT to another.`,
        { cause },
      );
    });
    return wanted;
  }
  for (let tries = 1; ; tries += 1)
    try {
      return await tryPort(randomInt(...PORTS));
    } catch (cause) {
      if (tries === TRIES) throw new Failure("No port is free. Stop what listens on so many.", { cause });
    }
}

/** @returns the port, on which nothing listens any more @throws what the system says if it can't be listened on */
async function tryPort(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  server.close();
  await once(server, "close");
  return port;
}
