import "server-only";
import { subscribe } from "node:diagnostics_channel";
import { Server, STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import { Server as TcpServer } from "node:net";
import type { Duplex } from "node:stream";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import type { AppError } from "#lib/base/errors/app-error.ts";
import {
  HeadersTooLarge,
  InvalidRequest,
  MethodNotAllowed,
  RequestTimeout,
  UriTooLong,
} from "#lib/base/errors/request-errors.ts";
import { noteRefusal, withRequest } from "#lib/base/telemetry/scope.ts";
import { countUnreadable, openRequest } from "./open-request.ts";
import { preferCompressed } from "./precompressed.ts";
import { refusalOf } from "./refusal.ts";

/** How long a client may take for the headers of a request, and for all of it. Node looks every half minute. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/**
 * Longer than proxies keep a connection that idles, which is a minute for nginx and most load balancers: it must be
 * closed by who sends requests on it, or now and then one is sent on a connection that is just being closed.
 */
const KEEP_ALIVE_MS = 75_000;
/** How long a server that closes still answers on connections that it has. */
const FAREWELL_MS = 1_000;
/** As many connections as Node lets wait to be accepted. */
const MOST_WAITING = 511;
const QUIET_TURNS = 3;

/** Next.js says an address several times in the headers of an answer. */
const MAX_URI_BYTES = 4 * 1024;

/** Which of them a route of the API has is its own to say. Pages are only read. */
const API_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const NOT_A_PAGE = /^\/(api(\/|$)|_next\/|__nextjs)/;
const PAGE_METHODS = ["GET", "HEAD"];

/**
 * Stands before Next.js in each HTTP server of this process: notes who is at the other end of the connection, refuses
 * what Next.js has no answer in our shape for, and cuts off who takes too long. Next.js makes its server itself; Node
 * tells of it before the first request is handled.
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
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const farewell = closeGently(server);
  const answering = new WeakSet<Duplex>();
  const prefer = preferCompressed();
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || answering.has(socket) || error.code === "ECONNRESET") socket.destroy();
    else refuseUnreadable(error.code, socket);
  });
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    answering.add(request.socket);
    farewell.noteAnswer(response);
    response.once("close", () => answering.delete(request.socket));
    withRequest(openRequest(request, response), () => {
      const refused = problemOf(request);
      if (refused) return refuse(response, refused);
      prefer(request, response);
      for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
    });
  });
}

/**
 * Has a server close without losing a request: nobody new is let in, with each answer its connection ends, and what idles
 * is closed only after a moment. Node would close at once what seems to idle, although a request may be on its way there.
 */
function closeGently(server: Server) {
  const open = new Set<ServerResponse>();
  let isFarewell = false;

  async function leave(callback?: (error?: Error) => void): Promise<void> {
    isFarewell = true;
    await acceptWaiting(server);
    TcpServer.prototype.close.call(server, callback);
    for (const response of open) dismiss(response);
    await delay(FAREWELL_MS);
    isFarewell = false;
    server.closeIdleConnections();
  }

  server.close = (callback) => {
    void leave(callback);
    return server;
  };

  return {
    noteAnswer: (response: ServerResponse): void => {
      open.add(response);
      // It may have been closed before it was guarded, and be left with who was let in by then.
      if (!server.listening) dismiss(response);
      response.once("close", () => {
        open.delete(response);
        if (!server.listening && !isFarewell) server.closeIdleConnections();
      });
    },
  };
}

function dismiss(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}

/** Node accepts one connection in each turn of its loop; the system would reset those that still wait for it. */
async function acceptWaiting(server: Server): Promise<void> {
  let quietTurns = 0;
  const noteConnection = () => (quietTurns = 0);
  server.on("connection", noteConnection);
  for (let turn = 0; quietTurns < QUIET_TURNS && turn < MOST_WAITING; turn += 1) {
    quietTurns += 1;
    await nextTurn();
  }
  server.off("connection", noteConnection);
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
  noteRefusal(error.code);
  const { status, body, headers } = refusalOf(error);
  response.writeHead(status, { ...headers, "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

/** What came is no request, or took too long, so there is no response to write to. */
function refuseUnreadable(code: string | undefined, socket: Duplex): void {
  const { status, body } = refusalOf(unreadable(code));
  countUnreadable({ status, code: body.code });
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
