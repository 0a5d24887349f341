import "server-only";
import {
  BaseError,
  formatLog,
  HttpRequestError,
  numberToHex,
  TimeoutError,
  type Address,
  type Log,
  type LogTopic,
} from "viem";
import type { Chain, NodeClient } from "#lib/base/chains.ts";
import { grown, shrunk, unknownReach, type Reach } from "./log-reach.ts";

/** Blocks, both ends included. */
export type Range = { from: bigint; to: bigint };
export type LogFilter = { address: Address; topics: LogTopic[] };

/** What was said in a part of a range: in its first blocks, or in its last, as many as the node takes at once. */
type Part = { logs: Log[]; range: Range };

/** Reads as much of a range as the node takes at once, from its beginning. */
export function readFirst(chain: Chain, filter: LogFilter, { from, to }: Range): Promise<Part> {
  return readPart(chain, filter, to - from + 1n, (blocks) => ({ from, to: from + blocks - 1n }));
}

/** Reads as much of a range as the node takes at once, from its end. */
export function readLast(chain: Chain, filter: LogFilter, { from, to }: Range): Promise<Part> {
  return readPart(chain, filter, to - from + 1n, (blocks) => ({ from: to - blocks + 1n, to }));
}

/** How many blocks a chain's nodes take at once, as far as is known. */
const reaches = new WeakMap<NodeClient, Reach>();

async function readPart(
  { client }: Chain,
  { address, topics }: LogFilter,
  length: bigint,
  rangeOf: (blocks: bigint) => Range,
): Promise<Part> {
  for (;;) {
    const reach = reaches.get(client) ?? unknownReach;
    const blocks = reach.blocks < length ? reach.blocks : length;
    const range = rangeOf(blocks);
    const params = { address, topics, fromBlock: numberToHex(range.from), toBlock: numberToHex(range.to) };
    try {
      const found = await client.request({ method: "eth_getLogs", params: [params] });
      reaches.set(client, grown(reaches.get(client) ?? unknownReach, blocks, Date.now()));
      return { logs: found.map((log) => formatLog(log)), range };
    } catch (error) {
      const isForRange = isRefused(error);
      // What failed may have been too much as well, but then the next read is the one to ask for less.
      if (isForRange || isOverloaded(error))
        reaches.set(client, shrunk(reach, blocks, isForRange, Date.now()));
      if (!isForRange || blocks === 1n) throw error;
    }
  }
}

/**
 * Whether a node may have refused a request for what it asked, such as too many blocks at once, rather than failed.
 * Nodes have no common way of saying so.
 */
function isRefused(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  if (error.walk((cause) => cause instanceof TimeoutError)) return false;
  const failed = error.walk((cause) => cause instanceof HttpRequestError);
  if (!(failed instanceof HttpRequestError)) return true;
  return failed.status !== undefined && failed.status < 500 && failed.status !== 429;
}

/** Whether a node tried, and could not: it took too long, or erred. */
function isOverloaded(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk(
      (cause) =>
        cause instanceof TimeoutError || (cause instanceof HttpRequestError && (cause.status ?? 0) >= 500),
    ) !== null
  );
}
