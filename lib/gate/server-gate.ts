import "server-only";
import { subscribe } from "node:diagnostics_channel";
import { Server, STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { AppError } from "#lib/base/errors/app-error.ts";
import {
  HeadersTooLarge,
  InvalidRequest,
  MethodNotAllowed,
  RequestTimeout,
  UriTooLong,
} from "#lib/base/errors/request-errors.ts";
import { withPeer } from "./peer.ts";
import { refusalOf } from "./refusal.ts";

/** How long a client may take for the headers of a request, and for all of it. Node looks every half minute. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Next.js says an address several times in the headers of an answer. */
const MAX_URI_BYTES = 4 * 1024;

/** Which of them a route of the API has is its own to say. Pages are only read. */
const API_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const NOT_A_PAGE = /^\/(api(\/|$)|_next\/|__nextjs)/;
const PAGE_METHODS = ["GET", "HEAD"];

/**
 * Stands before Next.js in each HTTP server of this process: notes who is at the other end of the connection, refuses
 * what Next.js has no answer in our shape for, and cuts off who takes too long. `next start` makes its server itself;
 * Node tells of it before the first request is handled.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html#http
 */
export function guardServers(): void {
  const guarded = new WeakSet<Server>();
  subscribe("http.server.request.start", (message) => {
    if (typeof message !== "object" || message === null || !("server" in message)) return;
    const { server } = message;
    if (!(server instanceof Server) || guarded.has(server)) return;
    guarded.add(server);
    guard(server);
  });
}

function guard(server: Server): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  const answering = new WeakSet<Duplex>();
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || answering.has(socket) || error.code === "ECONNRESET") socket.destroy();
    else refuseUnreadable(error.code, socket);
  });
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    answering.add(request.socket);
    response.once("close", () => answering.delete(request.socket));
    const refused = problemOf(request);
    if (refused) return refuse(response, refused);
    withPeer(request.socket.remoteAddress, () => {
      for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
    });
  });
}

/** What Next.js would answer with a page, with an error of its own, or not at all. */
function problemOf({ method = "", url = "" }: IncomingMessage): AppError | null {
  if (url.length > MAX_URI_BYTES) return new UriTooLong(MAX_URI_BYTES);
  const path = pathOf(url);
  if (path === null)
    return new InvalidRequest([{ path: "", message: "The address of this request can't be read." }]);
  const allowed = NOT_A_PAGE.test(path) ? API_METHODS : PAGE_METHODS;
  return allowed.includes(method) ? null : new MethodNotAllowed(allowed);
}

/** The path of an address as Next.js goes by it; null where its characters are none. */
function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    return path.includes("\0") ? null : path;
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse, error: AppError): void {
  const { status, body, headers } = refusalOf(error);
  response.writeHead(status, { ...headers, "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

/** What came is no request, or took too long, so there is no response to write to. */
function refuseUnreadable(code: string | undefined, socket: Duplex): void {
  const { status, body } = refusalOf(unreadable(code));
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(text)}`,
      "Connection: close",
      "",
      text,
    ].join("\r\n"),
  );
}

function unreadable(code: string | undefined): AppError {
  if (code === "HPE_HEADER_OVERFLOW") return new HeadersTooLarge();
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new RequestTimeout();
  return new InvalidRequest([{ path: "", message: "This is no request of HTTP/1.1." }]);
}
