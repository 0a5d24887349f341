import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { keccak256, type Hex } from "viem";
import { z } from "zod";

const call = z.looseObject({ id: z.unknown(), method: z.string(), params: z.array(z.unknown()).default([]) });
const calls = z.union([call.transform((one) => [one]), z.array(call)]);
const answers = z.union([z.looseObject({}).transform((one) => [one]), z.array(z.looseObject({}))]);

/** The methods by which a transaction is sent. */
const BROADCASTS: ReadonlySet<string> = new Set(["eth_sendRawTransaction", "eth_sendRawTransactionSync"]);

type Call = z.output<typeof calls>[number];
type Answer = z.output<typeof answers>[number];

export type Sent = { hash: Hex; sentAt: number; minedAt: number | null };

type RpcError = { code: number; message: string; data?: Hex };

export type RecordingProxy = {
  url: string;
  /** Every broadcast that passed, in order, with when its receipt was first handed out. */
  sent: Sent[];
  /** The methods that were called, in order, however many came in one request. */
  called: string[];
  /** How many requests came: each is a round trip. */
  requests: number;
  /** Called for each broadcast before it is passed on; it is passed on only once the promise resolves. */
  beforeBroadcast: (() => Promise<void>) | null;
  /** Calls for which this gives an error are answered with it, and not passed on. */
  refuse: ((method: string, params: unknown[]) => RpcError | null) | null;
  /** Batches of more calls than this are answered with an error instead; null where any number is taken. */
  largestBatch: number | null;
  /** How much longer than the node itself every answer takes. */
  delayMs: number;
  /** What is answered instead of the node's result. */
  rewrite: ((method: string, result: unknown, params: unknown[]) => unknown) | null;
  stop: () => Promise<void>;
};

/** Stands between a server and its node and writes down what passes. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const server = createServer((request, response) => {
    void forward(request)
      .then((body) => response.setHeader("content-type", "application/json").end(body))
      .catch(() => response.destroy());
  });
  const proxy: RecordingProxy = {
    url: "",
    sent: [],
    called: [],
    requests: 0,
    beforeBroadcast: null,
    refuse: null,
    largestBatch: null,
    delayMs: 0,
    rewrite: null,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  async function forward(request: IncomingMessage): Promise<string> {
    const body = await text(request);
    if (proxy.delayMs > 0) await delay(proxy.delayMs);
    const requested = calls.parse(JSON.parse(body));
    proxy.requests += 1;
    proxy.called.push(...requested.map(({ method }) => method));
    if (proxy.largestBatch !== null && requested.length > proxy.largestBatch)
      return JSON.stringify({
        jsonrpc: "2.0",
        id: null,
        error: { code: -32600, message: "batch too large" },
      });
    for (const { method, params } of requested) {
      if (!BROADCASTS.has(method)) continue;
      await proxy.beforeBroadcast?.();
      const hash = hashOf(params);
      if (!proxy.sent.some((sent) => sent.hash === hash))
        proxy.sent.push({ hash, sentAt: Date.now(), minedAt: null });
    }
    const refused: Answer[] = [];
    const passed = requested.filter(({ id, method, params }) => {
      const error = proxy.refuse?.(method, params);
      if (error) refused.push({ jsonrpc: "2.0", id, error });
      return !error;
    });
    const answered = [...refused, ...(passed.length > 0 ? await ask(passed) : [])];
    return JSON.stringify(body.startsWith("[") ? answered : answered[0]);
  }

  async function ask(requested: Call[]): Promise<Answer[]> {
    const response = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(requested),
    });
    const answered = answers.parse(await response.json());
    noteReceipts(requested, answered);
    for (const each of answered) {
      const asked = requested.find(({ id }) => id === each["id"]);
      if (asked && "result" in each && proxy.rewrite)
        each["result"] = proxy.rewrite(asked.method, each["result"], asked.params);
    }
    return answered;
  }

  function noteReceipts(requested: Call[], answered: Answer[]): void {
    for (const { id, method, params } of requested) {
      if (method !== "eth_getTransactionReceipt" && method !== "eth_sendRawTransactionSync") continue;
      const asked = method === "eth_getTransactionReceipt" ? params[0] : hashOf(params);
      const sent = proxy.sent.find(({ hash }) => hash === asked);
      const receipt = answered.find((answer) => answer["id"] === id)?.["result"];
      if (sent && receipt) sent.minedAt ??= Date.now();
    }
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  proxy.url = `http://127.0.0.1:${address.port}`;
  return proxy;
}

/** Of the transaction that a call sends. */
function hashOf([raw]: unknown[]): Hex {
  return keccak256(z.templateLiteral(["0x", z.string()]).parse(raw));
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
