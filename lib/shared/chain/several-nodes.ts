import {
  BaseError,
  custom,
  fallback,
  HttpRequestError,
  ResourceUnavailableRpcError,
  RpcRequestError,
  shouldThrow,
  TimeoutError,
  isHex,
  type EIP1193RequestFn,
  type Hex,
  type Transport,
} from "viem";

/** Sends a transaction, and is answered once it is in a block. @see ERC-7966 */
export const SEND_SYNC = "eth_sendRawTransactionSync";

/** How long a node that failed is left alone where another one answers. */
const REST_MS = 30_000;

type Call = Parameters<EIP1193RequestFn>[0];

/**
 * Several nodes of one chain, each asked where the one before it fails. One that failed is passed over for half a minute,
 * so that a node that hangs costs its wait once and not with every call. With a single node left, it is asked twice.
 *
 * Two calls in a row may be answered by two nodes, of which one is behind the other. So nothing relies on a node
 * remembering what it or another has said: the journal does, and what is read together is read of one block.
 *
 * @param onRest called when a node begins to be passed over, with its place among the nodes and why
 */
export function severalNodes(
  nodes: readonly Transport[],
  onRest: (index: number, reason: unknown) => void,
): Transport {
  const restingUntil = nodes.map(() => 0);
  const isAwake = (index: number) => (restingUntil[index] ?? 0) <= Date.now();

  function noted(node: Transport, index: number): Transport {
    return (parameters) => {
      const { config } = node(parameters);
      const request = async (call: Call): Promise<unknown> => {
        try {
          const answer = await config.request(call);
          restingUntil[index] = 0;
          return answer;
        } catch (error) {
          // A node may refuse or not manage a long range of logs, and be right in all else.
          if (call.method !== "eth_getLogs" && isFailing(error)) {
            if (isAwake(index) && nodes.length > 1) onRest(index, error);
            restingUntil[index] = Date.now() + REST_MS;
          }
          throw error;
        }
      };
      return custom({ request }, { retryCount: 0 })(parameters);
    };
  }

  const all = nodes.map(noted);
  return (parameters) => {
    const request = (call: Call): Promise<unknown> => {
      const awake = all.filter((_, index) => isAwake(index));
      const asked = awake.length > 0 ? awake : all;
      // Of the one that is asked for all else: another would have what was sent, and this one would not. How long it
      // takes says nothing of a node.
      const index = Math.max(
        0,
        restingUntil.findIndex((_, each) => isAwake(each)),
      );
      const own = nodes[index];
      if (call.method === SEND_SYNC && own) return own(parameters).config.request(call);
      const retryCount = asked.length === 1 ? 1 : 0;
      return fallback(asked, { shouldThrow: isFinal, retryCount })(parameters).request(call);
    };
    return custom({ request }, { retryCount: 0 })(parameters);
  };
}

/** HTTP's status, and the codes that nodes answer instead of it (EIP-1474, and two vendors' own). */
export function isRateLimit(error: unknown): boolean {
  if (error instanceof HttpRequestError) return error.status === 429;
  return error instanceof BaseError && "code" in error && [429, -32005, -32007].includes(Number(error.code));
}

/** Whether it is the node that fails, whatever it is asked. */
function isFailing(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  return (
    error.walk((cause) => {
      if (cause instanceof TimeoutError || cause instanceof ResourceUnavailableRpcError) return true;
      if (isRateLimit(cause)) return true;
      if (!(cause instanceof HttpRequestError)) return false;
      const { status } = cause;
      return status === undefined || status >= 500 || [401, 403, 408].includes(status);
    }) !== null
  );
}

/** Whether another node would say the same: the call reverts. */
function isFinal(error: Error): boolean {
  if (shouldThrow(error)) return true;
  return (
    error instanceof BaseError &&
    error.walk(
      (cause) =>
        cause instanceof RpcRequestError && (cause.code === 3 || revertDataOf(cause.data) !== undefined),
    ) !== null
  );
}

/** Some nodes answer the contract's own error as it is, others in an object around it. */
export function revertDataOf(data: unknown): Hex | undefined {
  if (isHex(data)) return data;
  return typeof data === "object" && data !== null && "data" in data ? revertDataOf(data.data) : undefined;
}
