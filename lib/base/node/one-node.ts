import "server-only";
import {
  BaseError,
  custom,
  http,
  MethodNotFoundRpcError,
  MethodNotSupportedRpcError,
  ResourceUnavailableRpcError,
  RpcRequestError,
  TimeoutError,
  type EIP1193RequestFn,
  type Transport,
} from "viem";
import { isRateLimit, SEND_SYNC } from "#lib/shared/chain/several-nodes.ts";
import { counted } from "./counted.ts";

/** What is asked of a node, and how; `url` may hold a key, and is told to nobody. */
type NodeOptions = {
  url: string;
  /** Its place among the nodes, from 1 on, by which it is named. */
  node: number;
  chainId: number;
  /** The most calls in one batch; 1 for none. */
  batchSize: number;
  /** How long one try may take. */
  timeoutMs: number;
  /** Called once, when the node turns out to refuse batches of that size. */
  onBatchRefused: () => void;
};

type Call = Parameters<EIP1193RequestFn>[0];

/**
 * One node, asked in batches as long as it takes them. A call that fails in a batch is tried alone; where that works,
 * a batch of nothing but harmless calls says whether batches are what the node refuses, and then they end for good.
 * A node of another chain is asked for nothing but its chain: what it says of an order would be believed.
 */
export function oneNode({
  url,
  node,
  chainId,
  batchSize,
  timeoutMs,
  onBatchRefused,
}: NodeOptions): Transport {
  const options = { timeout: timeoutMs, fetchFn: fetchWithoutRetryAfter };
  // As they are under viem's own retries and error classes, which the transport below puts around both.
  const alone = http(url, options)({}).config.request;
  const batched = http(url, { ...options, batch: { batchSize } })({}).config.request;
  let takesBatches = batchSize > 1;
  let asking: Promise<void> | null = null;
  let served: Promise<void> | null = null;
  let lacksSendSync: RpcRequestError | null = null;

  async function request(call: Call): Promise<unknown> {
    if (call.method !== "eth_chainId") await requireChain();
    if (call.method === SEND_SYNC) return sendSync(call);
    if (!takesBatches) return alone(call);
    try {
      return await batched(call);
    } catch (error) {
      if (!mayBeForTheBatch(error)) throw error;
      const result = await alone(call);
      if (takesBatches)
        asking ??= askForBatches().finally(() => {
          asking = null;
        });
      return result;
    }
  }

  /** Alone, since a batch is answered all at once. */
  async function sendSync(call: Call): Promise<unknown> {
    if (lacksSendSync) throw lacksSendSync;
    try {
      return await alone(call);
    } catch (error) {
      if (error instanceof RpcRequestError && NOT_THERE.has(error.code)) lacksSendSync = error;
      throw error;
    }
  }

  async function askForBatches(): Promise<void> {
    const harmless = Array.from({ length: batchSize }, () => batched({ method: "eth_chainId" }));
    const answers = await Promise.allSettled(harmless);
    const refused = answers.some(({ status }) => status === "rejected");
    if (!refused || !(await isServing())) return;
    takesBatches = false;
    onBatchRefused();
  }

  function isServing(): Promise<boolean> {
    return alone({ method: "eth_chainId" }).then(
      () => true,
      () => false,
    );
  }

  function requireChain(): Promise<void> {
    served ??= refuseOtherChain().catch((error: unknown) => {
      served = null;
      throw error;
    });
    return served;
  }

  async function refuseOtherChain(): Promise<void> {
    const id = Number(await alone({ method: "eth_chainId" }));
    if (id !== chainId) throw new ResourceUnavailableRpcError(new Error(`The node serves chain ${id}.`));
  }

  return custom({ request: counted({ chainId, node }, request) }, { retryCount: 0 });
}

/** What nodes answer for a method that they do not have. */
const NOT_THERE: ReadonlySet<number> = new Set([
  MethodNotFoundRpcError.code,
  MethodNotSupportedRpcError.code,
]);

/** Whether an answer may mean the batch that a call was in rather than the call. What only costs time does not. */
function mayBeForTheBatch(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  return error.walk((cause) => cause instanceof TimeoutError || isRateLimit(cause)) === null;
}

/** The client would wait for as long as a node tells it to, be it an hour. How long to wait is ours to say. */
async function fetchWithoutRetryAfter(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const { body, status, statusText, headers } = response;
  if (!headers.has("Retry-After")) return response;
  const kept = new Headers(headers);
  kept.delete("Retry-After");
  return new Response(body, { status, statusText, headers: kept });
}
