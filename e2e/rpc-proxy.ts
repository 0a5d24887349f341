import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { keccak256, type Hex } from "viem";
import { z } from "zod";

const call = z.looseObject({ id: z.unknown(), method: z.string(), params: z.array(z.unknown()).default([]) });
const calls = z.union([call.transform((one) => [one]), z.array(call)]);
const answers = z.union([z.looseObject({}).transform((one) => [one]), z.array(z.looseObject({}))]);

export type Sent = { hash: Hex; sentAt: number; minedAt: number | null };

export type RpcProxy = {
  url: string;
  /** Every broadcast that passed, in order, with when its receipt was first handed out. */
  sent: Sent[];
  /** Called for each broadcast before it is passed on; it is passed on only once the promise resolves. */
  beforeBroadcast: (() => Promise<void>) | null;
  /** Calls of this method are answered with this error instead. */
  refuses: { method: string; error: { code: number; message: string } } | null;
  stop: () => Promise<void>;
};

/** Stands between a server and its node and writes down what passes. */
export async function startRpcProxy(target: string): Promise<RpcProxy> {
  const server = createServer((request, response) => {
    void forward(request)
      .then((body) => response.setHeader("content-type", "application/json").end(body))
      .catch(() => response.destroy());
  });
  const proxy: RpcProxy = {
    url: "",
    sent: [],
    beforeBroadcast: null,
    refuses: null,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  async function forward(request: IncomingMessage): Promise<string> {
    const body = await text(request);
    const requested = calls.parse(JSON.parse(body));
    for (const { method, params } of requested) {
      if (method !== "eth_sendRawTransaction") continue;
      await proxy.beforeBroadcast?.();
      const hash = keccak256(z.templateLiteral(["0x", z.string()]).parse(params[0]));
      if (!proxy.sent.some((sent) => sent.hash === hash))
        proxy.sent.push({ hash, sentAt: Date.now(), minedAt: null });
    }
    const refused = requested.find(({ method }) => method === proxy.refuses?.method);
    if (refused) return JSON.stringify([{ jsonrpc: "2.0", id: refused.id, error: proxy.refuses?.error }]);
    const answer = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const answered = await answer.text();
    noteReceipts(requested, answers.parse(JSON.parse(answered)));
    return answered;
  }

  function noteReceipts(requested: z.output<typeof calls>, answered: z.output<typeof answers>): void {
    for (const { id, method, params } of requested) {
      if (method !== "eth_getTransactionReceipt") continue;
      const sent = proxy.sent.find(({ hash }) => hash === params[0]);
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

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
