import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { freePort } from "#lib/local/free-port.ts";
import type { Stoppable } from "#lib/local/process.ts";

const rpcCall = z.looseObject({
  id: z.union([z.number(), z.string()]),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});
const rpcResult = z.looseObject({ id: z.union([z.number(), z.string()]), result: z.unknown().optional() });

export type Call = z.output<typeof rpcCall>;
export type Result = z.output<typeof rpcResult>;

/** One HTTP request of a server to its node. A batch is a request with several calls. */
export type Exchange = {
  calls: Call[];
  response: ServerResponse;
  /** Asks the node. Results come in the order of the calls. */
  forward: (calls: Call[]) => Promise<Result[]>;
  answer: (results: Result[]) => void;
};

/** What a faulty node does with a request. @returns whether the fault showed in it */
export type Mode = (exchange: Exchange) => Promise<boolean>;

/** Called with every call that reaches the node through any proxy; before it, there is no result. */
export type Tap = (call: Call, result: Result | null) => Promise<void>;
export type Taps = { before: Set<Tap>; after: Set<Tap> };

export type FaultyProxy = Stoppable & {
  url: string;
  /** How the node fails now; null while it is well. */
  mode: Mode | null;
  /** How many requests the present or last mode has spoilt. */
  hits: number;
  /** Stops listening, so that connections are refused. */
  refuse: () => Promise<void>;
  listen: () => Promise<void>;
};

type Target = { rpcUrl: string; taps: Taps };

/** Stands between a server and its node, and fails as nodes do. */
export async function startFaultyProxy({ rpcUrl, taps }: Target): Promise<FaultyProxy> {
  const port = await freePort();
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${port}`,
    mode: null,
    hits: 0,
    listen: async () => {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    refuse: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
    stop: async () => {
      if (server.listening) await proxy.refuse();
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await text(request));
    const exchange: Exchange = {
      calls: z.array(rpcCall).parse(Array.isArray(body) ? body : [body]),
      response,
      forward: (calls) => forward(rpcUrl, taps, calls),
      answer: (results) => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(Array.isArray(body) ? results : results[0]));
      },
    };
    const { mode } = proxy;
    if (mode === null) exchange.answer(await exchange.forward(exchange.calls));
    else if (await mode(exchange)) proxy.hits += 1;
  }

  await proxy.listen();
  return proxy;
}

/** An error of JSON-RPC as the answer to a call. */
export function refusal({ id }: Call, code: number, message: string): Result {
  return { jsonrpc: "2.0", id, error: { code, message } };
}

async function forward(target: string, { before, after }: Taps, calls: Call[]): Promise<Result[]> {
  if (calls.length === 0) return [];
  for (const call of calls) for (const tap of before) await tap(call, null);
  const response = await fetch(target, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(calls),
  });
  const results = z.array(rpcResult).parse(await response.json());
  const ordered = calls.map((call) => {
    const result = results.find(({ id }) => id === call.id);
    if (!result) throw new Error(`The node did not answer ${call.method}.`);
    return { call, result };
  });
  for (const { call, result } of ordered) for (const tap of after) await tap(call, result);
  return ordered.map(({ result }) => result);
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
