import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { z } from "zod";

/** JSON-RPC knows both. */
const callId = z.union([z.number(), z.string()]);
const envelope = z.object({ topic: z.string(), message: z.string() });
/** What a client may ask, and what it answers to what it is sent, which has no method. */
const frame = z.union([
  z.object({ id: callId, method: z.literal("irn_subscribe"), params: z.object({ topic: z.string() }) }),
  z.object({
    id: callId,
    method: z.literal("irn_batchSubscribe"),
    params: z.object({ topics: z.array(z.string()) }),
  }),
  z.object({ id: callId, method: z.literal("irn_unsubscribe"), params: z.object({ topic: z.string() }) }),
  z.object({ id: callId, method: z.literal("irn_publish"), params: envelope }),
  z.object({
    id: callId,
    method: z.enum(["irn_fetchMessages", "irn_batchFetchMessages"]),
    params: z.unknown(),
  }),
  z.object({
    id: callId,
    method: z.literal("wc_proposeSession"),
    params: z.object({ pairingTopic: z.string(), sessionProposal: z.string() }),
  }),
  z.object({
    id: callId,
    method: z.literal("wc_approveSession"),
    params: z.object({
      pairingTopic: z.string(),
      sessionTopic: z.string(),
      sessionProposalResponse: z.string(),
      sessionSettlementRequest: z.string(),
    }),
  }),
  z.object({ id: callId, method: z.undefined().optional(), result: z.literal(true) }),
]);
type Frame = z.output<typeof frame>;
type Answer = { id: z.output<typeof callId>; result: unknown };
type Envelope = z.output<typeof envelope>;

/**
 * Answers on this server as WalletConnect's relay does, by the protocol that it documents: it passes sealed messages on by
 * their topic, and keeps those that nobody listens for yet.
 * @see https://specs.walletconnect.com/2.0/specs/servers/relay/relay-server-rpc
 */
export function serveRelay(server: Server): void {
  const post = startPost();
  new WebSocketServer({ server }).on("connection", (socket) => {
    socket.on("message", (data: Buffer) => {
      const result = handle(socket, frame.parse(JSON.parse(data.toString())));
      if (result) socket.send(JSON.stringify({ jsonrpc: "2.0", ...result }));
    });
    socket.on("close", () => post.leave(socket));
  });

  function handle(socket: WebSocket, { id, ...call }: Frame): Answer | null {
    switch (call.method) {
      case "irn_subscribe":
        return { id, result: post.listen(socket, call.params.topic) };
      case "irn_batchSubscribe":
        return { id, result: call.params.topics.map((topic) => post.listen(socket, topic)) };
      case "irn_unsubscribe":
        post.leave(socket, call.params.topic);
        return { id, result: true };
      case "irn_publish":
        post.pass(socket, call.params);
        return { id, result: true };
      case "irn_fetchMessages":
      case "irn_batchFetchMessages":
        // Whoever listens is sent what was kept for them already.
        return { id, result: { messages: [], hasMore: false } };
      case "wc_proposeSession": {
        const { pairingTopic, sessionProposal } = call.params;
        post.listen(socket, pairingTopic);
        post.pass(socket, { topic: pairingTopic, message: sessionProposal });
        return { id, result: true };
      }
      case "wc_approveSession": {
        const { pairingTopic, sessionTopic, sessionProposalResponse, sessionSettlementRequest } = call.params;
        post.listen(socket, sessionTopic);
        post.pass(socket, { topic: pairingTopic, message: sessionProposalResponse });
        post.pass(socket, { topic: sessionTopic, message: sessionSettlementRequest });
        return { id, result: true };
      }
      case undefined:
        return null;
      default:
        throw new Error(`unknown call ${JSON.stringify(call satisfies never)}`);
    }
  }
}

/** Who listens for what, and what waits for somebody to listen. */
function startPost() {
  const listeners = new Map<string, Set<WebSocket>>();
  const waiting = new Map<string, Envelope[]>();
  const send = (socket: WebSocket, { topic, message }: Envelope) => {
    const params = { id: randomUUID(), data: { topic, message, publishedAt: Date.now(), tag: 0 } };
    const id = Date.now() * 1_000 + Math.floor(Math.random() * 1_000);
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "irn_subscription", params }));
  };
  return {
    listen(socket: WebSocket, topic: string): string {
      listeners.set(topic, (listeners.get(topic) ?? new Set()).add(socket));
      for (const kept of waiting.get(topic) ?? []) send(socket, kept);
      waiting.delete(topic);
      return randomUUID();
    },
    pass(from: WebSocket, sent: Envelope): void {
      const others = [...(listeners.get(sent.topic) ?? [])].filter((each) => each !== from);
      for (const socket of others) send(socket, sent);
      if (others.length === 0) waiting.set(sent.topic, [...(waiting.get(sent.topic) ?? []), sent]);
    },
    /** Of one topic, or of all. */
    leave(socket: WebSocket, topic?: string): void {
      for (const [each, sockets] of listeners)
        if (topic === undefined || each === topic) sockets.delete(socket);
    },
  };
}
