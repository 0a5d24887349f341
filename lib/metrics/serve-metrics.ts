import "server-only";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Context } from "#lib/base/context.ts";
import { NotFound, Unauthorized } from "#lib/base/errors/request-errors.ts";
import { hasBearer } from "#lib/gate/bearer.ts";
import { refusalOf } from "#lib/gate/refusal.ts";
import { metricsOf } from "./metrics.ts";

const PATH = "/api/metrics";
const REQUEST_TIMEOUT_MS = 5_000;
/** Who scrapes needs one. */
const MOST_CONNECTIONS = 16;

type Settings = { host: string; port: number; token: string };

/**
 * Answers `GET /api/metrics`, as a server does, for a process that has no other address.
 * @throws an error of the system if it can't listen there
 */
export async function serveMetrics(context: Context, { host, port, token }: Settings) {
  const server = createServer((request, response) => {
    const refused = problemOf(request, token);
    if (refused) return answer(response, refused);
    void tell(context, response);
  });
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(port, host);
  await once(server, "listening");
  return {
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function tell(context: Context, response: ServerResponse): Promise<void> {
  const { text, contentType } = metricsOf(context);
  try {
    response.writeHead(200, { "Content-Type": contentType }).end(await text());
  } catch (error) {
    context.log.error({ err: error }, "metrics can't be told");
    response.destroy();
  }
}

function problemOf({ url, method, headers }: IncomingMessage, token: string) {
  if (url !== PATH || method !== "GET") return new NotFound("There is nothing at this address.");
  return hasBearer(headers.authorization, token) ? null : new Unauthorized();
}

function answer(response: ServerResponse, error: NotFound | Unauthorized): void {
  const { status, body, headers } = refusalOf(error);
  response.writeHead(status, { ...headers, "Content-Type": "application/json" }).end(JSON.stringify(body));
}
