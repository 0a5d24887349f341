import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { instruments, secondsSince } from "#lib/base/telemetry/instruments.ts";
import { noteAnswer } from "#lib/base/telemetry/request-hours.ts";
import type { RequestScope } from "#lib/base/telemetry/scope.ts";
import { routeLabel } from "./route-label.ts";

/** A name that somebody before us has given a request, such as a proxy, if it is fit for a log. */
const REQUEST_ID = /^[\w.-]{8,128}$/;
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** It stays open for as long as somebody looks at a page. */
const STREAM = "/api/tokens/[address]/events";

/** Names a request, says the name in its answer, and counts it once that is over. */
export function openRequest(request: IncomingMessage, response: ServerResponse): RequestScope {
  const given = request.headers["x-request-id"];
  const id = typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader("X-Request-Id", id);
  const scope: RequestScope = { id, peer: request.socket.remoteAddress };
  const startedAt = performance.now();
  const route = routeLabel((request.url ?? "").split("?")[0] ?? "");
  response.once("close", () => {
    const status = response.headersSent ? String(response.statusCode) : "aborted";
    const method = METHODS.has(request.method ?? "") ? request.method : "other";
    const { requests, requestSeconds } = instruments();
    requests.inc({ route, method, status, code: scope.refusal ?? "" });
    if (isAsked(route)) noteAnswer(response.statusCode);
    if (route !== STREAM) requestSeconds.observe({ route }, secondsSince(startedAt));
  });
  return scope;
}

/** Whether a route is the API's, and there for people rather than for those who watch over it. */
function isAsked(route: string): boolean {
  return route.startsWith("/api/") && !["/api/health", "/api/metrics", "/api/status"].includes(route);
}

/** Counts what came by a connection and was no request. */
export function countUnreadable({ status, code }: { status: number; code: string }): void {
  instruments().requests.inc({ route: "other", method: "other", status: String(status), code });
}
