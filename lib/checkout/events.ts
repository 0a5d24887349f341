import "server-only";
import {
  BaseError,
  formatLog,
  getAbiItem,
  HttpRequestError,
  numberToHex,
  pad,
  parseEventLogs,
  TimeoutError,
  toEventSelector,
  type Address,
  type Hex,
  type Log,
  type LogTopic,
} from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";

/** Events are read in ranges that public nodes accept, and no further back for one token than this many of them. */
export const LOG_RANGE = 10_000n;
const LOG_RANGES = 10n;

const NAMES = ["Paid", "Delivered", "Refunded"] as const;
const SELECTORS = NAMES.map((name) => toEventSelector(getAbiItem({ abi: checkoutAbi, name })));

/** What a Checkout said of a token. */
export type CheckoutEvent = {
  name: (typeof NAMES)[number];
  token: Address;
  payer: Address;
  amountWei: bigint;
  tx: Hex;
  blockNumber: bigint;
};

type Range = { from: bigint; to: bigint };
type Source = { checkout: Address; address: Address; deployer: Address; placedBlock: bigint };

type Mined = { tx: Hex; blockNumber: bigint };

/** The transactions by which an order got where it stands, as far as the node's log shows them. */
export type History = {
  /** The last payment of the order's payer. */
  paid: Mined | null;
  /** The delivery that created the token; one that follows it can only have taken a payment. */
  created: Mined | null;
};

/**
 * Looks for an order's transactions among all that its Checkout said of its token since it was placed, 100,000 blocks
 * back at most. Never decide by what is missing: a log may lag behind the state, and the range be too short.
 */
export async function readHistory(chain: Chain, order: Source): Promise<History> {
  const head = await chain.client.getBlockNumber();
  const oldest = head - LOG_RANGE * LOG_RANGES;
  const from = order.placedBlock > oldest ? order.placedBlock : oldest + 1n;
  const ranges: Promise<CheckoutEvent[]>[] = [];
  for (let start = from; start <= head; start += LOG_RANGE) {
    const end = start + LOG_RANGE - 1n;
    const range = { from: start, to: end < head ? end : head };
    ranges.push(readLogs(chain, order.checkout, range, [SELECTORS, pad(order.address)]));
  }
  const events = (await Promise.all(ranges)).flat();
  return {
    paid: events.findLast(({ name, payer }) => name === "Paid" && payer === order.deployer) ?? null,
    created: events.find(({ name }) => name === "Delivered") ?? null,
  };
}

/** All that a Checkout said in a range of blocks, oldest first. */
export function readEvents(chain: Chain, checkout: Address, range: Range): Promise<CheckoutEvent[]> {
  return readLogs(chain, checkout, range, [SELECTORS]);
}

/** Reads a range, in halves where the node refuses it as too long. */
async function readLogs(
  chain: Chain,
  checkout: Address,
  { from, to }: Range,
  topics: LogTopic[],
): Promise<CheckoutEvent[]> {
  const range = { fromBlock: numberToHex(from), toBlock: numberToHex(to) };
  try {
    const found = await chain.client.request({
      method: "eth_getLogs",
      params: [{ address: checkout, topics, ...range }],
    });
    return found.map((log) => formatLog(log)).flatMap(toEvents);
  } catch (error) {
    if (from === to || !isRefused(error)) throw error;
    const middle = (from + to) / 2n;
    const older = await readLogs(chain, checkout, { from, to: middle }, topics);
    return [...older, ...(await readLogs(chain, checkout, { from: middle + 1n, to }, topics))];
  }
}

function toEvents(log: Log): CheckoutEvent[] {
  return parseEventLogs({ abi: checkoutAbi, logs: [log], eventName: [...NAMES] }).flatMap((event) => {
    const { transactionHash: tx, blockNumber } = event;
    if (tx === null || blockNumber === null) return [];
    const { token, payer, amount: amountWei } = event.args;
    return [{ name: event.eventName, token, payer, amountWei, tx, blockNumber }];
  });
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
