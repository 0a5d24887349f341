import { Agent, get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { nowMs, wanted, type Told } from "./pages-messages.ts";

/** Order pages without a browser: each follows its order as a page does, by a stream or by asking again and again. */

/** How often a page without a stream asks, `app/tokens/[address]/_live/use-order.ts`. */
const POLLING_MS = 2_000;

const agent = new Agent({ keepAlive: true });
const seen: Extract<Told, { name: "stopped" }>["seen"] = [];
let going = new AbortController();
let requests = 0;
let failures = 0;

process.on("message", (message) => {
  const asked = wanted.parse(message);
  if (asked.name === "stop") return stop();
  going = new AbortController();
  const { signal } = going;
  const begin = asked.by === "streams" ? stream : poll;
  void Promise.allSettled(asked.urls.map((url) => begin(url, signal))).then(() => tell({ name: "ready" }));
});

function stop(): void {
  going.abort();
  tell({ name: "stopped", seen: seen.splice(0), requests, failures });
  [requests, failures] = [0, 0];
}

function tell(said: Told): void {
  process.send?.(said);
}

/** Follows an order's events. Resolves with the first. */
async function stream(url: string, signal: AbortSignal): Promise<void> {
  const response = await ask(`${url}/events`, { Accept: "text/event-stream" }, signal);
  const first = Promise.withResolvers<void>();
  let unread = "";
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    const events = `${unread}${chunk}`.split("\n\n");
    unread = events.pop() ?? "";
    for (const event of events) note(url, event);
    first.resolve();
  });
  response.on("error", first.resolve);
  await first.promise;
}

/** Asks for an order every two seconds, from a time of its own on. Resolves with the first answer. */
async function poll(url: string, signal: AbortSignal): Promise<void> {
  await delay(Math.random() * POLLING_MS);
  const tag = await read(url, undefined, signal);
  void pollOn(url, tag, signal);
}

async function pollOn(url: string, first: string | undefined, signal: AbortSignal): Promise<void> {
  let tag = first;
  while (!signal.aborted) {
    await delay(POLLING_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) tag = await read(url, tag, signal).catch(() => tag);
  }
}

async function read(url: string, tag: string | undefined, signal: AbortSignal): Promise<string | undefined> {
  const headers: Record<string, string> = tag === undefined ? {} : { "If-None-Match": tag };
  const response = await ask(`${url}?initcode=omit`, headers, signal);
  note(url, await text(response));
  return response.headers.etag;
}

function note(url: string, said: string): void {
  const [, expiresAt] = /"expiresAt":"([^"]+)"/.exec(said) ?? [];
  if (expiresAt !== undefined) seen.push({ url, expiresAt, at: nowMs() });
}

function ask(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
  requests += 1;
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers, signal }, (response) => {
      if (response.statusCode !== 200 && response.statusCode !== 304) failures += 1;
      resolve(response);
    });
    request.on("error", (error) => {
      if (signal.aborted) return reject(error);
      // The server has closed a connection just as it was taken again. https://nodejs.org/api/http.html#requestreusedsocket
      if (request.reusedSocket) return resolve(ask(url, headers, signal));
      failures += 1;
      reject(error);
    });
  });
}
