import "server-only";
import { BaseError, RpcRequestError, TimeoutError, type EIP1193RequestFn } from "viem";
import { instruments, secondsSince } from "#lib/base/telemetry/instruments.ts";

type Call = Parameters<EIP1193RequestFn>[0];
type Request = (call: Call) => Promise<unknown>;

/** Counts and times what is asked of a node, by method. @param node its place in `RPC_URL`, from 1 on: the address is secret */
export function counted({ chainId, node }: { chainId: number; node: number }, request: Request): Request {
  const { rpcCalls, rpcSeconds } = instruments();
  const labels = { chain: String(chainId), node: String(node) };
  return async (call) => {
    const { method } = call;
    const startedAt = performance.now();
    let outcome = "answered";
    try {
      return await request(call);
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      rpcCalls.inc({ ...labels, method, outcome });
      rpcSeconds.observe({ ...labels, method }, secondsSince(startedAt));
    }
  };
}

/** A node that says what is wrong with a call is there, and does what it should. */
function outcomeOf(error: unknown): "refused" | "timeout" | "unreachable" {
  if (!(error instanceof BaseError)) return "unreachable";
  if (error.walk((cause) => cause instanceof TimeoutError)) return "timeout";
  return error.walk((cause) => cause instanceof RpcRequestError) ? "refused" : "unreachable";
}
